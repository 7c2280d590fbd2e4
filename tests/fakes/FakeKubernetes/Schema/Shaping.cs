using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Schema;

/// <summary>
/// Brings an object into the form in which the server stores it: unknown fields go, absent ones get their default,
/// built-in types lose their zero values and gain what is always written.
/// </summary>
internal static class Shaping
{
    /// <summary>Shapes in place. Returns the paths of unknown fields and the complaints about types.</summary>
    public static ShapeFindings Shape(JsonObject value, SchemaNode schema, bool builtin)
    {
        var findings = new ShapeFindings([], []);
        Struct(value, schema, "", builtin, findings);
        return findings;
    }

    /// <summary>The object that a built-in type has before anything is set: what a first write is compared with.</summary>
    public static JsonObject Empty(SchemaNode schema, bool builtin)
    {
        var empty = new JsonObject();
        if (builtin)
        {
            Struct(empty, WithoutDefaults(schema), "", true, new ShapeFindings([], []));
        }

        return empty;
    }

    private static SchemaNode WithoutDefaults(SchemaNode schema) => new()
    {
        Kind = schema.Kind, Presence = schema.Presence, Element = schema.Element, List = schema.List, Keys = schema.Keys,
        Fields = schema.Fields.ToDictionary(pair => pair.Key, pair => WithoutDefaults(pair.Value), StringComparer.Ordinal),
    };

    private static void Struct(JsonObject value, SchemaNode schema, string path, bool builtin, ShapeFindings findings)
    {
        foreach (var name in value.Select(pair => pair.Key).ToList())
        {
            if (schema.Fields.TryGetValue(name, out var field))
            {
                Known(value, name, field, Join(path, name), builtin, findings);
            }
            else if (!schema.Open)
            {
                findings.Unknown.Add(Join(path, name));
                value.Remove(name);
            }
        }

        foreach (var (name, field) in schema.Fields)
        {
            if (!value.ContainsKey(name))
            {
                Missing(value, name, field, path, builtin, findings);
            }
        }
    }

    private static void Known(JsonObject holder, string name, SchemaNode field, string path, bool builtin, ShapeFindings findings)
    {
        var ofBuiltin = builtin || field.Constraints is null;
        if (holder[name] is null)
        {
            if (ofBuiltin || field.Default is not null && field.Constraints?.Nullable != true)
            {
                holder.Remove(name);
            }

            return;
        }

        Value(holder[name]!, field, path, ofBuiltin, findings);
        if (ofBuiltin && field.Presence == Presence.OmitZero && IsZero(holder[name]!))
        {
            holder.Remove(name);
        }
    }

    private static void Missing(JsonObject holder, string name, SchemaNode field, string path, bool builtin, ShapeFindings findings)
    {
        if (field.Default is not null)
        {
            holder[name] = field.Default.DeepClone();
            Value(holder[name]!, field, Join(path, name), builtin, findings);
        }
        else if (builtin && field.Presence == Presence.Always)
        {
            holder[name] = Zero(field);
            if (holder[name] is JsonObject made)
            {
                Struct(made, field, Join(path, name), builtin, findings);
            }
        }
    }

    private static JsonNode? Zero(SchemaNode field) => field.Kind switch
    {
        SchemaKind.Struct => new JsonObject(),
        SchemaKind.Integer => 0,
        SchemaKind.Text => "",
        SchemaKind.Bool => false,
        _ => null,
    };

    private static void Value(JsonNode value, SchemaNode field, string path, bool builtin, ShapeFindings findings)
    {
        switch (field.Kind)
        {
            case SchemaKind.Struct when value is JsonObject map:
                Struct(map, field, path, builtin, findings);
                break;
            case SchemaKind.Map when value is JsonObject map && field.Element is not null:
                foreach (var (name, item) in map.ToList())
                {
                    if (item is not null)
                    {
                        Value(item, field.Element, Join(path, name), builtin, findings);
                    }
                }

                break;
            case SchemaKind.List when value is JsonArray list && field.Element is not null:
                for (var i = 0; i < list.Count; i++)
                {
                    if (list[i] is { } item)
                    {
                        Value(item, field.Element, $"{path}[{i}]", builtin, findings);
                    }
                }

                break;
            default:
                if (builtin && TypeNames.Mismatch(value, field.Kind) is { } complaint)
                {
                    findings.BadTypes.Add($"{path}: {complaint}");
                }

                break;
        }
    }

    private static bool IsZero(JsonNode value) => value switch
    {
        JsonObject map => map.Count == 0,
        JsonArray list => list.Count == 0,
        JsonValue scalar => scalar.TryGetValue<bool>(out var flag) ? !flag : scalar.Text() is { } text ? text.Length == 0
            : scalar.Whole() == 0,
        _ => false,
    };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}

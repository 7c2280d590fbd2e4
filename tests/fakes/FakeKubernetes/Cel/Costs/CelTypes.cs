using System.Text;
using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;

namespace Rollout.FakeKubernetes.Cel.Costs;

/// <summary>
/// What rules see of a structural schema, and how much of it there may be where the schema does not say: as much as one request holds.
/// After k8s.io/apiserver, pkg/cel/common/schemas.go.
/// </summary>
internal static class CelTypes
{
    /// <summary>The largest request that an API server estimates with (pkg/apis/cel/config.go).</summary>
    public const long MostBytes = 3 * 1024 * 1024;

    /// <summary>The longest text that fits: two bytes are its quotes.</summary>
    private const long MostCharacters = MostBytes - 2;

    private const long DateBytes = 12;

    private const long TimeBytes = 32;

    /// <summary>Null where rules do not see it: it has no type, or its items have none.</summary>
    public static CelType? Of(JsonObject schema, bool isRoot = false)
    {
        if (schema.Flag("x-kubernetes-int-or-string"))
        {
            return CelType.Dyn with { Most = Characters(schema) };
        }

        var root = isRoot || schema.Flag("x-kubernetes-embedded-resource");
        return schema.Text("type") switch
        {
            "array" => List(schema),
            "object" when schema.Map("additionalProperties") is { } values => Map(schema, values),
            "object" => Fields(schema, root),
            "string" => Text(schema),
            "boolean" => CelType.Bool,
            "number" => CelType.Double,
            "integer" => CelType.Int,
            _ => null,
        };
    }

    private static CelType? List(JsonObject schema) => schema.Map("items") is { } items && Of(items) is { } item
        ? CelType.ListOf(item) with { Most = Limit(schema, "maxItems") ?? (ulong)((MostBytes - 2) / (item.LeastBytes + 1)) }
        : null;

    /// <summary>Six bytes of every entry are the shortest key, its quotes, the colon and the comma.</summary>
    private static CelType? Map(JsonObject schema, JsonObject values) => Of(values) is { } value
        ? new CelType(CelKind.Map) { Element = value, LeastBytes = 2, Most = Limit(schema, "maxProperties") ?? (ulong)((MostBytes - 2) / (value.LeastBytes + 6)) }
        : null;

    private static CelType Fields(JsonObject schema, bool isRoot)
    {
        var required = schema.Texts("required").ToHashSet(StringComparer.Ordinal);
        var fields = new Dictionary<string, CelType>(StringComparer.Ordinal);
        var least = 2L;
        foreach (var (name, property) in schema.Map("properties") ?? [])
        {
            if (property is not JsonObject below || Of(below) is not { } type)
            {
                continue;
            }

            if (CelFieldNames.Escape(name) is { } written)
            {
                fields[written] = type;
            }

            // What has a default need not be sent.
            if (required.Contains(name) && below["default"] is null)
            {
                least += name.Length + type.LeastBytes + 4;
            }
        }

        if (isRoot)
        {
            fields["apiVersion"] = fields["kind"] = Unbounded;
            fields["metadata"] = new CelType(CelKind.Fields)
            {
                LeastBytes = 2, Fields = new Dictionary<string, CelType>(StringComparer.Ordinal) { ["name"] = Unbounded, ["generateName"] = Unbounded },
            };
        }

        return new CelType(CelKind.Fields) { Fields = fields, LeastBytes = least };
    }

    private static CelType Unbounded => CelType.Text with { Most = MostCharacters };

    private static CelType Text(JsonObject schema) => schema.Text("format") switch
    {
        "byte" => new CelType(CelKind.Bytes) { LeastBytes = 2, Most = Limit(schema, "maxLength") ?? MostCharacters },
        "duration" => CelType.Duration with { Most = (ulong)TimeBytes },
        "date" => CelType.Time with { Most = (ulong)DateBytes, LeastBytes = DateBytes },
        "date-time" => CelType.Time with { Most = (ulong)TimeBytes },
        _ => CelType.Text with { Most = Characters(schema) },
    };

    /// <summary>A character that a schema allows is taken for four: it may need as many bytes.</summary>
    private static ulong Characters(JsonObject schema)
    {
        if (Limit(schema, "maxLength") is { } most)
        {
            return CelMath.Times(most, 4);
        }

        var allowed = schema.Texts("enum").ToList();
        return allowed.Count > 0 ? (ulong)allowed.Max(Encoding.UTF8.GetByteCount) : MostCharacters;
    }

    private static ulong? Limit(JsonObject schema, string name) => schema.Whole(name) is { } most ? (ulong)Math.Max(0, most) : null;
}

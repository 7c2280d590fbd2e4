using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Schema;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Patching;

/// <summary>
/// Strategic merge patch: lists merge by the keys of the built-in types; <c>$patch: replace | delete</c>,
/// <c>$setElementOrder/…</c>, <c>$deleteFromPrimitiveList/…</c> and <c>$retainKeys</c> are honoured.
/// </summary>
internal static class StrategicPatch
{
    public static void Apply(JsonObject target, JsonObject patch, SchemaNode schema)
    {
        if (patch.Text("$patch") == "replace")
        {
            target.Clear();
        }
        else if (patch.Text("$patch") == "delete")
        {
            target.Clear();
            return;
        }

        Retain(target, patch);
        foreach (var (name, value) in patch)
        {
            if (name[0] == '$')
            {
                Directive(target, name, value as JsonArray ?? []);
                continue;
            }

            Field(target, name, value, schema.Below(name));
        }

        foreach (var (name, order) in patch.Where(pair => pair.Key.StartsWith("$setElementOrder/", StringComparison.Ordinal)))
        {
            var field = name["$setElementOrder/".Length..];
            Reorder(target[field] as JsonArray, order as JsonArray ?? [], schema.Below(field).PatchKey);
        }
    }

    private static void Field(JsonObject target, string name, JsonNode? value, SchemaNode schema)
    {
        switch (value)
        {
            case null:
                target.Remove(name);
                break;
            case JsonObject map when map.Text("$patch") == "delete":
                target.Remove(name);
                break;
            case JsonObject map:
                if (target[name] is not JsonObject below)
                {
                    target[name] = below = [];
                }

                Apply(below, map, schema);
                break;
            case JsonArray list when schema.PatchKey is not null:
                if (target[name] is not JsonArray items)
                {
                    target[name] = items = [];
                }

                Items(items, list, schema, schema.PatchKey);
                break;
            default:
                target[name] = value.DeepClone();
                break;
        }
    }

    private static void Items(JsonArray target, JsonArray patch, SchemaNode schema, string key)
    {
        if (patch.OfType<JsonObject>().Any(item => item.Text("$patch") == "replace"))
        {
            target.Clear();
        }

        foreach (var item in patch)
        {
            if (item is not JsonObject map)
            {
                if (!target.Any(one => JsonNode.DeepEquals(one, item)))
                {
                    target.Add(item?.DeepClone());
                }

                continue;
            }

            if (map.Text("$patch") == "replace")
            {
                continue;
            }

            var id = map[key] ?? throw Refusals.BadRequest($"map: {map.ToJsonString()} does not contain declared merge key: {key}");
            var found = target.OfType<JsonObject>().FirstOrDefault(one => JsonNode.DeepEquals(one[key], id));
            if (map.Text("$patch") == "delete")
            {
                target.Remove(found);
            }
            else if (found is null)
            {
                var made = new JsonObject();
                Apply(made, map, schema.Element ?? SchemaNode.Anything);
                target.Add((JsonNode)made);
            }
            else
            {
                Apply(found, map, schema.Element ?? SchemaNode.Anything);
            }
        }
    }

    private static void Retain(JsonObject target, JsonObject patch)
    {
        if (patch["$retainKeys"] is JsonArray keys)
        {
            var kept = keys.Select(key => key.Text()).ToHashSet(StringComparer.Ordinal);
            foreach (var name in target.Select(pair => pair.Key).Where(name => !kept.Contains(name)).ToList())
            {
                target.Remove(name);
            }
        }
    }

    private static void Directive(JsonObject target, string name, JsonArray values)
    {
        const string Delete = "$deleteFromPrimitiveList/";
        if (name.StartsWith(Delete, StringComparison.Ordinal) && target[name[Delete.Length..]] is JsonArray list)
        {
            foreach (var gone in list.Where(item => values.Any(value => JsonNode.DeepEquals(value, item))).ToList())
            {
                list.Remove(gone);
            }
        }
    }

    private static void Reorder(JsonArray? list, JsonArray order, string? key)
    {
        if (list is null || key is null)
        {
            return;
        }

        int Place(JsonNode? item)
        {
            for (var i = 0; i < order.Count; i++)
            {
                if (key.Length == 0 ? JsonNode.DeepEquals(order[i], item) : JsonNode.DeepEquals(order[i].At(key), item.At(key)))
                {
                    return i;
                }
            }

            return int.MaxValue;
        }

        var sorted = list.OrderBy(Place).ToList();
        list.Clear();
        sorted.ForEach(list.Add);
    }
}

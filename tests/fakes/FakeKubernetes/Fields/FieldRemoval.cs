using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Schema;

namespace Rollout.FakeKubernetes.Fields;

/// <summary>Takes the fields of a set out of an object: what a manager no longer names and nobody else owns.</summary>
internal static class FieldRemoval
{
    public static void Remove(JsonObject value, FieldSet fields, SchemaNode schema)
    {
        foreach (var (edge, below) in fields.Children)
        {
            var name = edge[2..];
            if (edge[0] != 'f' || !value.TryGetPropertyValue(name, out var child))
            {
                continue;
            }

            if (below.Member)
            {
                value.Remove(name);
            }
            else if (Emptied(child, below, schema.Below(name)))
            {
                value.Remove(name);
            }
        }
    }

    private static bool Emptied(JsonNode? child, FieldSet fields, SchemaNode schema)
    {
        switch (child)
        {
            case JsonObject map when map.Count > 0:
                Remove(map, fields, schema);
                return map.Count == 0;
            case JsonArray list when list.Count > 0:
                RemoveItems(list, fields, schema);
                return list.Count == 0;
            default:
                return false;
        }
    }

    private static void RemoveItems(JsonArray list, FieldSet fields, SchemaNode schema)
    {
        for (var i = list.Count - 1; i >= 0; i--)
        {
            if (FieldEdges.Item(list[i], schema) is not { } edge || fields.Below(edge) is not { } below)
            {
                continue;
            }

            if (below.Member)
            {
                list.RemoveAt(i);
            }
            else if (list[i] is JsonObject map)
            {
                Remove(map, below, schema.Element ?? SchemaNode.Anything);
            }
        }
    }
}

using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Schema;

namespace Rollout.FakeKubernetes.Fields;

/// <summary>Merges an applied configuration into the live object, by the list and map kinds of the schema.</summary>
internal static class FieldMerge
{
    public static void Into(JsonObject live, JsonObject configuration, SchemaNode schema)
    {
        foreach (var (name, value) in configuration)
        {
            var below = schema.Below(name);
            switch (value)
            {
                case JsonObject map when live[name] is JsonObject target && !below.Atomic:
                    Into(target, map, below);
                    break;
                case JsonArray list when live[name] is JsonArray target && below.List != ListKind.Atomic:
                    Items(target, list, below);
                    break;
                default:
                    live[name] = value?.DeepClone();
                    break;
            }
        }
    }

    private static void Items(JsonArray live, JsonArray configuration, SchemaNode schema)
    {
        foreach (var item in configuration)
        {
            var edge = FieldEdges.Item(item, schema);
            var found = live.FirstOrDefault(other => edge is not null && FieldEdges.Item(other, schema) == edge);
            if (found is JsonObject target && item is JsonObject map && schema.Element?.Atomic != true)
            {
                Into(target, map, schema.Element ?? SchemaNode.Anything);
            }
            else if (found is null)
            {
                live.Add(item?.DeepClone());
            }
            else if (found is JsonObject)
            {
                live[live.IndexOf(found)] = item?.DeepClone();
            }
        }
    }
}

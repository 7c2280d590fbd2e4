using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Schema;

namespace Rollout.FakeKubernetes.Fields;

/// <summary>Which fields a value holds: all of them (a write), or those that an applied configuration names.</summary>
internal static class FieldOwnership
{
    /// <summary>The value itself and all that is in it.</summary>
    public static FieldSet Everything(JsonNode? value, SchemaNode schema) => Of(value, schema, true);

    /// <summary>What an applied configuration owns: leaves, and the items of lists that merge.</summary>
    public static FieldSet Named(JsonObject configuration, SchemaNode schema) => Of(configuration, schema, false);

    private static FieldSet Of(JsonNode? value, SchemaNode schema, bool containers)
    {
        if (value is JsonObject map && schema.Kind is SchemaKind.Struct or SchemaKind.Map or SchemaKind.Any && !schema.Atomic)
        {
            return FieldSet.Of(containers || map.Count == 0,
                map.Select(pair => KeyValuePair.Create(FieldEdges.Name(pair.Key), Child(pair.Value, schema, pair.Key, containers))));
        }

        if (value is JsonArray list && schema.Kind == SchemaKind.List && schema.List != ListKind.Atomic)
        {
            return FieldSet.Of(containers, list
                .Select(item => (Edge: FieldEdges.Item(item, schema),
                    Set: Of(item, schema.Element ?? SchemaNode.Anything, containers).Union(FieldSet.Leaf)))
                .Where(one => one.Edge is not null)
                .Select(one => KeyValuePair.Create(one.Edge!, one.Set)));
        }

        return FieldSet.Leaf;
    }

    private static FieldSet Child(JsonNode? value, SchemaNode schema, string name, bool containers)
    {
        var set = Of(value, schema.Below(name), containers);
        return schema.Kind == SchemaKind.Map ? set.Union(FieldSet.Leaf) : set;
    }
}

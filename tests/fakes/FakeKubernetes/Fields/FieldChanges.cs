using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Schema;

namespace Rollout.FakeKubernetes.Fields;

/// <summary>Which fields a write added, changed and took away, as structured-merge-diff compares typed values.</summary>
internal sealed record FieldChanges(FieldSet Added, FieldSet Modified, FieldSet Removed)
{
    private static readonly FieldChanges None = new(FieldSet.Empty, FieldSet.Empty, FieldSet.Empty);

    public FieldSet Touched => Added.Union(Modified);

    public static FieldChanges Between(JsonObject before, JsonObject after, SchemaNode schema) => Both(before, after, schema);

    private static FieldChanges Both(JsonNode? before, JsonNode? after, SchemaNode schema)
    {
        if (schema.Kind == SchemaKind.Any && before is JsonObject or null && after is JsonObject or null && !schema.Atomic)
        {
            return Maps(before as JsonObject, after as JsonObject, schema);
        }

        if (schema.Kind is SchemaKind.Struct or SchemaKind.Map && !schema.Atomic)
        {
            return Maps(before as JsonObject, after as JsonObject, schema);
        }

        return schema.Kind == SchemaKind.List && schema.List != ListKind.Atomic
            ? Lists(before as JsonArray, after as JsonArray, schema)
            : Leaf(before, after);
    }

    private static FieldChanges Leaf(JsonNode? before, JsonNode? after) =>
        JsonNode.DeepEquals(before, after) ? None : None with { Modified = FieldSet.Leaf };

    private static FieldChanges Maps(JsonObject? before, JsonObject? after, SchemaNode schema)
    {
        if ((before?.Count ?? 0) == 0 && (after?.Count ?? 0) == 0)
        {
            return Leaf(before, after);
        }

        var names = (before ?? []).Select(pair => pair.Key).Concat((after ?? []).Select(pair => pair.Key)).Distinct(StringComparer.Ordinal);
        return Joined(names.Select(name => (FieldEdges.Name(name), OneSided(
            Present(before, name, out var a), a, Present(after, name, out var b), b, schema.Below(name)))));
    }

    private static FieldChanges Lists(JsonArray? before, JsonArray? after, SchemaNode schema)
    {
        if ((before?.Count ?? 0) == 0 && (after?.Count ?? 0) == 0)
        {
            return Leaf(before, after);
        }

        var old = Keyed(before, schema);
        var now = Keyed(after, schema);
        return Joined(old.Keys.Concat(now.Keys).Distinct(StringComparer.Ordinal).Select(edge => (edge, OneSided(
            old.TryGetValue(edge, out var a), a, now.TryGetValue(edge, out var b), b, schema.Element ?? SchemaNode.Anything))));
    }

    /// <summary>A value that is on one side only is added or removed itself, with everything in it.</summary>
    private static FieldChanges OneSided(bool inBefore, JsonNode? before, bool inAfter, JsonNode? after, SchemaNode schema)
    {
        if (inBefore && inAfter)
        {
            return Both(before, after, schema);
        }

        var all = FieldOwnership.Everything(inAfter ? after : before, schema);
        return inAfter ? None with { Added = all } : None with { Removed = all };
    }

    private static FieldChanges Joined(IEnumerable<(string Edge, FieldChanges Changes)> below)
    {
        var all = below.ToList();
        return new FieldChanges(
            FieldSet.Of(false, all.Select(one => KeyValuePair.Create(one.Edge, one.Changes.Added))),
            FieldSet.Of(false, all.Select(one => KeyValuePair.Create(one.Edge, one.Changes.Modified))),
            FieldSet.Of(false, all.Select(one => KeyValuePair.Create(one.Edge, one.Changes.Removed))));
    }

    private static bool Present(JsonObject? map, string name, out JsonNode? value)
    {
        value = null;
        return map is not null && map.TryGetPropertyValue(name, out value);
    }

    private static Dictionary<string, JsonNode?> Keyed(JsonArray? list, SchemaNode schema)
    {
        var keyed = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var item in list ?? [])
        {
            if (FieldEdges.Item(item, schema) is { } edge)
            {
                keyed[edge] = item;
            }
        }

        return keyed;
    }
}

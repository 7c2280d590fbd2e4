using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Schema;

namespace Rollout.FakeKubernetes.Fields;

/// <summary>Keeps metadata.managedFields: who owns which field after an update or an apply.</summary>
internal static class FieldManagers
{
    private static readonly string[] NeverOwned =
    [
        "name", "namespace", "creationTimestamp", "selfLink", "uid", "clusterName", "generation", "managedFields", "resourceVersion",
        "deletionTimestamp", "deletionGracePeriodSeconds",
    ];

    private static readonly FieldSet Ignored = FieldSet.Of(false,
    [
        new("f:apiVersion", FieldSet.Leaf), new("f:kind", FieldSet.Leaf),
        new("f:metadata", FieldSet.Of(false, NeverOwned.Select(name => KeyValuePair.Create(FieldEdges.Name(name), FieldSet.Leaf)))),
    ]);

    private static readonly FieldSet MetadataItself = FieldSet.Of(false, [new("f:metadata", FieldSet.Leaf)]);

    /// <summary>The owners after a plain write by <paramref name="writer"/>; sets managedFields of <paramref name="after"/>.</summary>
    public static void Update(JsonObject before, JsonObject after, SchemaNode schema, ManagerEntry writer, FieldSet reset)
    {
        var entries = Read(after);
        var changes = FieldChanges.Between(Bare(before), Bare(after), schema);
        var others = TakenFrom(entries, changes, writer, out _, reset);
        var mine = entries.FirstOrDefault(writer.Is)?.Fields ?? FieldSet.Empty;
        var now = Cut(mine.Difference(changes.Removed).Union(changes.Touched), reset);
        Write(after, entries, [.. others, writer with { Fields = now }]);
    }

    /// <summary>
    /// Applies a configuration to the live object. Returns the new object with its owners, or the conflicts:
    /// which manager owns which of the fields that would change.
    /// </summary>
    public static (JsonObject After, IReadOnlyList<(ManagerEntry Owner, FieldSet Fields)> Conflicts) Apply(
        JsonObject live, JsonObject configuration, SchemaNode schema, ManagerEntry applier, bool force, FieldSet reset,
            Action<JsonObject> shape)
    {
        var after = live.Copy();
        var entries = Read(live);
        FieldMerge.Into(after, configuration, schema);
        var last = entries.FirstOrDefault(applier.Is)?.Fields ?? FieldSet.Empty;
        var named = Cut(FieldOwnership.Named(Bare(configuration), schema), reset);
        var owned = entries.Where(entry => !applier.Is(entry)).Aggregate(named, (all, entry) => all.Union(entry.Fields))
            .NamedFieldsAsMembers();
        FieldRemoval.Remove(after, last.NamedFieldsAsMembers().Difference(owned), schema);

        var changes = FieldChanges.Between(Bare(live), Bare(after), schema);
        var others = TakenFrom(entries, changes, applier, out var conflicts, reset);
        if (conflicts.Count > 0 && !force)
        {
            return (live, conflicts);
        }

        shape(after);
        Write(after, entries, [.. others, applier with { Fields = named }]);
        return (after, []);
    }

    public static List<ManagerEntry> Read(JsonObject value) => [.. value.Maps("metadata", "managedFields").Select(ManagerEntry.Parse)];

    /// <summary>What the others keep: not what this write changes or removes.</summary>
    private static IEnumerable<ManagerEntry> TakenFrom(
        List<ManagerEntry> entries, FieldChanges changes, ManagerEntry writer, out List<(ManagerEntry Owner, FieldSet Fields)> conflicts,
            FieldSet reset)
    {
        var others = entries.Where(entry => !writer.Is(entry)).ToList();
        conflicts = [.. others.Select(entry => (entry, Cut(entry.Fields.Intersection(changes.Touched), reset)))
            .Where(pair => !pair.Item2.IsEmpty)];
        return others.Select(entry => entry with { Fields = entry.Fields.Difference(changes.Touched).Difference(changes.Removed) });
    }

    private static void Write(JsonObject value, List<ManagerEntry> before, IEnumerable<ManagerEntry> entries)
    {
        var written = entries.Where(entry => !entry.Fields.IsEmpty)
            .Select(entry => before.FirstOrDefault(entry.Is) is { } old && old.Fields.Same(entry.Fields) ? old : entry)
            .OrderBy(entry => entry.Operation, StringComparer.Ordinal)
            .ThenBy(entry => entry.Time, StringComparer.Ordinal)
            .ThenBy(entry => entry.Manager, StringComparer.Ordinal)
            .ThenBy(entry => entry.ApiVersion, StringComparer.Ordinal)
            .ThenBy(entry => entry.Subresource, StringComparer.Ordinal)
            .Select(entry => entry.ToJson())
            .ToJsonArray();
        value.Child("metadata").Put("managedFields", written.Count == 0 ? null : written);
    }

    private static FieldSet Cut(FieldSet set, FieldSet reset) =>
        set.Difference(MetadataItself).WithoutBranches(Ignored).WithoutBranches(reset);

    private static JsonObject Bare(JsonObject value)
    {
        var bare = value.Copy();
        (bare["metadata"] as JsonObject)?.Remove("managedFields");
        return bare;
    }
}

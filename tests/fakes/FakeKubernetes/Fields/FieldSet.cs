using System.Text.Json.Nodes;

namespace Rollout.FakeKubernetes.Fields;

/// <summary>
/// A set of field paths as managedFields write it (fieldsV1): a tree whose edges are <c>f:name</c>, <c>k:{...}</c> or <c>v:...</c>.
/// Immutable. The operations are those of structured-merge-diff.
/// </summary>
internal sealed class FieldSet
{
    public static readonly FieldSet Empty = new(false, new SortedDictionary<string, FieldSet>(StringComparer.Ordinal));
    public static readonly FieldSet Leaf = new(true, Empty.children);

    private readonly SortedDictionary<string, FieldSet> children;

    private FieldSet(bool member, SortedDictionary<string, FieldSet> children)
    {
        Member = member;
        this.children = children;
    }

    /// <summary>The path that ends here is in the set.</summary>
    public bool Member { get; }

    public IReadOnlyDictionary<string, FieldSet> Children => children;

    public bool IsEmpty => !Member && children.Count == 0;

    public FieldSet? Below(string edge) => children.GetValueOrDefault(edge);

    public static FieldSet Of(bool member, IEnumerable<KeyValuePair<string, FieldSet>> children)
    {
        var kept = new SortedDictionary<string, FieldSet>(StringComparer.Ordinal);
        foreach (var (edge, child) in children)
        {
            if (!child.IsEmpty)
            {
                kept[edge] = child;
            }
        }

        return new FieldSet(member, kept);
    }

    public static FieldSet Parse(JsonNode? fieldsV1) => Parse(fieldsV1 as JsonObject ?? [], true);

    private static FieldSet Parse(JsonObject map, bool root) =>
        Of(!root && (map.Count == 0 || map.ContainsKey(".")),
            map.Where(pair => pair.Key != ".").Select(pair => KeyValuePair.Create(pair.Key, Parse(pair.Value as JsonObject ?? [], false))));

    public JsonObject ToJson()
    {
        var json = new JsonObject();
        if (Member && children.Count > 0)
        {
            json["."] = new JsonObject();
        }

        foreach (var (edge, child) in children)
        {
            json[edge] = child.ToJson();
        }

        return json;
    }

    public FieldSet Union(FieldSet other) =>
        Of(Member || other.Member, Edges(other).Select(edge =>
            KeyValuePair.Create(edge, (Below(edge) ?? Empty).Union(other.Below(edge) ?? Empty))));

    public FieldSet Difference(FieldSet other) =>
        Of(Member && !other.Member, children.Select(pair => KeyValuePair.Create(pair.Key, other.Below(pair.Key) is { } minus
            ? pair.Value.Difference(minus) : pair.Value)));

    public FieldSet Intersection(FieldSet other) =>
        Of(Member && other.Member, children.Where(pair => other.children.ContainsKey(pair.Key))
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Intersection(other.children[pair.Key]))));

    /// <summary>Without the members of the other set and all that lies below them.</summary>
    public FieldSet WithoutBranches(FieldSet other) =>
        other.Member ? Empty : Of(Member, children.Select(pair =>
            KeyValuePair.Create(pair.Key, other.Below(pair.Key) is { } minus ? pair.Value.WithoutBranches(minus) : pair.Value)));

    /// <summary>Every named field above a member becomes a member too.</summary>
    public FieldSet NamedFieldsAsMembers(bool named = false) =>
        Of(Member || named && children.Count > 0, children.Select(pair =>
            KeyValuePair.Create(pair.Key, pair.Value.NamedFieldsAsMembers(pair.Key.StartsWith("f:", StringComparison.Ordinal)))));

    public bool Same(FieldSet other) =>
        Member == other.Member && children.Count == other.children.Count
        && children.All(pair => other.children.TryGetValue(pair.Key, out var theirs) && pair.Value.Same(theirs));

    /// <summary>The paths of the set as messages write them: <c>.spec.steps[name="s1"].nodes</c>.</summary>
    public IEnumerable<string> Paths(string above = "")
    {
        if (Member)
        {
            yield return above;
        }

        foreach (var path in children.SelectMany(pair => pair.Value.Paths(above + FieldEdges.Readable(pair.Key))))
        {
            yield return path;
        }
    }

    private IEnumerable<string> Edges(FieldSet other) => children.Keys.Concat(other.children.Keys).Distinct(StringComparer.Ordinal);
}

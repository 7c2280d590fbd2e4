namespace Rollout.Api.Binding;

/// <summary>
/// Reads the fields of one map strictly. Every key that is asked for is a known one; <see cref="Close"/> refuses all others, so the list
/// of known keys cannot drift from what is read. Every Find returns null for an absent key and for a wrong one; the latter is a problem.
/// </summary>
public sealed class FieldReader
{
    private readonly SpecNode.Map map;
    private readonly BindingProblems problems;
    private readonly List<string> known = [];
    private readonly HashSet<string> refused = new(StringComparer.Ordinal);

    private FieldReader(SpecNode.Map map, BindingProblems problems)
    {
        this.map = map;
        this.problems = problems;
        foreach (var again in map.Entries.GroupBy(e => e.Key, StringComparer.Ordinal).SelectMany(g => g.Skip(1)))
        {
            problems.Add(again.Place, $"the key '{again.Key}' stands twice", "keep one of the two");
        }
    }

    public SpecPlace Place => map.Place;

    public BindingProblems Problems => problems;

    /// <summary>Null, with a problem, when the node is no map.</summary>
    public static FieldReader? Open(SpecNode node, BindingProblems problems)
    {
        if (node is SpecNode.Map map)
        {
            return new FieldReader(map, problems);
        }

        problems.Add(node.Place, $"is {node.Described} where a map of fields is wanted", "write its fields below it, one a line");
        return null;
    }

    /// <summary>The value under the key; a key without a value is a problem.</summary>
    public SpecNode? Find(string key)
    {
        known.Add(key);
        var entry = Entry(key);
        if (entry is { Value: SpecNode.Scalar { Kind: ScalarKind.Null } })
        {
            problems.Add(entry.Place, "has no value", "write one or remove the key");
            return null;
        }

        return entry?.Value;
    }

    /// <summary>As <see cref="Find"/>; an absent key is a problem.</summary>
    public SpecNode? Require(string key, string mend)
    {
        if (Entry(key) is null)
        {
            problems.Add(map.Place.Field(key), "is missing", mend);
        }

        return Find(key);
    }

    /// <summary>Whether the key stands there, with whatever value.</summary>
    public bool Has(string key) => Entry(key) is not null;

    /// <summary>Where the key stands; the map's own line when it does not.</summary>
    public SpecPlace At(string key) => Entry(key)?.Place ?? map.Place.Field(key);

    /// <summary>Refuses a key that exists elsewhere but not here, with the reason.</summary>
    public void Refuse(string key, string why, string mend)
    {
        if (Entry(key) is { } entry)
        {
            refused.Add(key);
            problems.Add(entry.Place, why, mend);
        }
    }

    /// <summary>Leaves a known key to another reader.</summary>
    public void Leave(string key) => known.Add(key);

    /// <summary>Opens a map below; null when it is absent or no map.</summary>
    public FieldReader? Map(string key) => Find(key) is { } node ? Open(node, problems) : null;

    /// <summary>The items of a list below; null when it is absent or no list.</summary>
    public IReadOnlyList<SpecNode>? Sequence(string key)
    {
        switch (Find(key))
        {
            case null:
                return null;
            case SpecNode.Sequence list:
                return list.Items;
            case var other:
                problems.Add(other.Place, $"is {other.Described} where a list is wanted",
                    other is SpecNode.Scalar { Text.Length: > 0 and <= 40 } one && one.Text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '/' or '-') ? $"write [{one.Text}], or begin each item with '- '" : "begin each item with '- '");
                return null;
        }
    }

    /// <summary>Refuses every key that nobody asked for. Call it last.</summary>
    public void Close()
    {
        foreach (var entry in map.Entries.DistinctBy(e => e.Key).Where(e => !known.Contains(e.Key) && !refused.Contains(e.Key)))
        {
            var nearest = NearestName.Of(entry.Key, known);
            var list = $"known here: {string.Join(", ", known.Distinct(StringComparer.Ordinal))}";
            problems.Add(entry.Place, $"the key '{entry.Key}' is unknown", nearest is null ? $"remove it; {list}" : $"did you mean '{nearest}'? {list}");
        }
    }

    private SpecEntry? Entry(string key) => map.Entries.FirstOrDefault(e => string.Equals(e.Key, key, StringComparison.Ordinal));
}

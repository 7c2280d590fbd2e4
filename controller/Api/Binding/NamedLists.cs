namespace Rollout.Api.Binding;

/// <summary>Lists whose items have names, each its own.</summary>
internal static class NamedLists
{
    /// <summary>Binds the items; none where the list is absent, wrong, or longer than <paramref name="most"/>.</summary>
    /// <param name="parent">What has the list.</param>
    /// <param name="key">Of the list.</param>
    /// <param name="most">Items at most.</param>
    /// <param name="bind">One item; null where it is wrong.</param>
    /// <param name="name">Of an item.</param>
    /// <param name="what">What the items are, in messages.</param>
    public static IReadOnlyList<T> BindAll<T>(FieldReader parent, string key, int most, Func<FieldReader, T?> bind, Func<T, string> name, string what)
        where T : class
    {
        var bound = new List<T>();
        foreach (var item in Items(parent, key, most))
        {
            if (FieldReader.Open(item, parent.Problems) is not { } fields || bind(fields) is not { } one)
            {
                continue;
            }

            if (bound.Exists(other => string.Equals(name(other), name(one), StringComparison.Ordinal)))
            {
                fields.Problems.Add(fields.At("name"), $"two {what} have the name '{name(one)}'", "give each its own");
            }

            bound.Add(one);
        }

        return bound;
    }

    private static IReadOnlyList<SpecNode> Items(FieldReader parent, string key, int most)
    {
        var items = parent.Sequence(key) ?? [];
        if (items.Count <= most)
        {
            return items;
        }

        parent.Problems.Add(parent.At(key), $"has {items.Count} items", $"keep to {most}");
        return [];
    }
}

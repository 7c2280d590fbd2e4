namespace Rollout.Api.Binding;

/// <summary>Lists whose items have names.</summary>
internal static class NamedLists
{
    /// <summary>The items; none where the list is absent, wrong, or longer than <paramref name="most"/>.</summary>
    public static IReadOnlyList<SpecNode> Items(FieldReader fields, string key, int most)
    {
        var items = fields.Sequence(key) ?? [];
        if (items.Count <= most)
        {
            return items;
        }

        fields.Problems.Add(fields.At(key), $"has {items.Count} items", $"keep to {most}");
        return [];
    }

    public static void Add<T>(List<T> list, T item, Func<T, string> name, FieldReader fields, string what)
    {
        if (list.Exists(other => string.Equals(name(other), name(item), StringComparison.Ordinal)))
        {
            fields.Problems.Add(fields.At("name"), $"two {what} have the name '{name(item)}'", "give each its own");
        }

        list.Add(item);
    }
}

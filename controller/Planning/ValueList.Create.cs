namespace Rollout.Planning;

/// <summary>Makes <see cref="ValueList{T}"/>s (collection expressions use it).</summary>
public static class ValueList
{
    public static ValueList<T> Create<T>(ReadOnlySpan<T> items) => new(items.ToArray());

    public static ValueList<T> From<T>(IEnumerable<T> items) => Create<T>(items.ToArray());
}

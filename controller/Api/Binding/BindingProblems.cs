namespace Rollout.Api.Binding;

/// <summary>Collects what is wrong, to be told all at once.</summary>
public sealed class BindingProblems
{
    private readonly List<(int Line, Problem Problem)> found = [];

    public int Count => found.Count;

    public void Add(SpecPlace place, string what, string mend) => found.Add((place.Line ?? 0, new Problem(place.ToString(), what, mend)));

    /// <summary>By line; within a line in the order they were found.</summary>
    public IReadOnlyList<Problem> InOrder() => [.. found.OrderBy(f => f.Line).Select(f => f.Problem)];

    /// <summary>The value when nothing was wrong; else only what was wrong. No value without a problem is a mistake of the caller.</summary>
    public Bound<T> Outcome<T>(T? value)
        where T : class
    {
        var all = InOrder();
        return all.Count > 0
            ? new(null, all)
            : new(value ?? throw new ArgumentNullException(nameof(value), "a missing value needs a problem that says why"), all);
    }
}

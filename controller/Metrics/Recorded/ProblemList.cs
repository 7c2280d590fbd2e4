using Rollout.Api;

namespace Rollout.Metrics.Recorded;

/// <summary>All that is wrong with an input, in the order found; past the limit only counted.</summary>
public sealed class ProblemList(int limit = 1_000)
{
    private readonly List<Problem> listed = [];

    public IReadOnlyList<Problem> Listed => listed;

    /// <summary>Listed and unlisted together.</summary>
    public long Count { get; private set; }

    public long Unlisted => Count - listed.Count;

    /// <summary>False once the list is full: the caller need not word what nobody will read.</summary>
    public bool HasRoom => listed.Count < limit;

    public void Add(string place, string what, string mend) => Add(new Problem(place, what, mend));

    public void Add(Problem problem)
    {
        Count++;
        if (HasRoom)
        {
            listed.Add(problem);
        }
    }

    /// <summary>Takes over another list, its unlisted ones included.</summary>
    public void Add(ProblemList others)
    {
        foreach (var problem in others.listed)
        {
            Add(problem);
        }

        Count += others.Unlisted;
    }

    /// <summary>A line each; the last says how many more there are.</summary>
    public IEnumerable<string> Lines() =>
        Unlisted == 0 ? listed.Select(p => p.ToString()) : listed.Select(p => p.ToString()).Append($"and {Unlisted} more");
}

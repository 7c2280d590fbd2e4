using Rollout.Judge;

namespace Rollout.Planning;

/// <summary>What the judge says at this moment about one trial. While nothing is on trial it still tells which metrics can be
/// read.</summary>
public sealed record JudgeView
{
    /// <summary>The revision it is about; a view about another one decides nothing.</summary>
    public required string? Revision { get; init; }

    /// <summary>The trial it is about (<see cref="Progress.Trial"/>); a view about another one decides nothing.</summary>
    public required int Trial { get; init; }

    /// <summary>End of the last bucket that was counted; null before the first.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Start of what is judged, for sentences; null before it.</summary>
    public DateTimeOffset? From { get; init; }

    public required IReadOnlyList<MetricView> Metrics { get; init; }

    /// <summary>
    /// What all metrics say together: harm may be proven by their sum though by none alone (judge/README.md 2.6). Its safe side is not
    /// taken from here but from each objective, at the stage's tolerance. Null: each metric speaks for itself.
    /// </summary>
    public Judgement? Together { get; init; }

    /// <summary>Why the fleet cannot be compared just now (controls differ among themselves, the split of the traffic is off); null when
    /// it can.</summary>
    public string? NotComparable { get; init; }
}

using Rollout.Judge;

namespace Rollout.Server.Judging;

/// <summary>The judge's side of one trial: what was expected, and what has come in. Recorded whole.</summary>
public sealed record Trial
{
    /// <summary><c>Progress.Trial</c> that it belongs to; evidence of another trial counts for nothing.</summary>
    public required int Number { get; init; }

    /// <summary>By metric; written once.</summary>
    public required IReadOnlyDictionary<string, Baseline> Baselines { get; init; }

    /// <summary>By metric.</summary>
    public required IReadOnlyDictionary<string, Evidence> Evidence { get; init; }
}

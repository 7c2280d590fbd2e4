namespace Rollout.Judge;

/// <summary>When a loss of the tolerance would be excluded, if nothing is lost.</summary>
public sealed record PromotionTime
{
    public required double Tolerance { get; init; }

    /// <summary>Half of the rollouts have it by then; null where it cannot be excluded.</summary>
    public TimeSpan? Median { get; init; }

    /// <summary>Nine in ten have it by then; null where fewer ever do.</summary>
    public TimeSpan? Quantile90 { get; init; }

    /// <summary>Whether a canary with no node effect of its own gets there at all.</summary>
    public required bool Possible { get; init; }
}

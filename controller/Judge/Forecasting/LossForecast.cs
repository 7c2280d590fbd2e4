namespace Rollout.Judge;

/// <summary>When a loss of orders would be proven.</summary>
public sealed record LossForecast
{
    /// <summary>Relative loss, above 0, at most 1.</summary>
    public required double Loss { get; init; }

    /// <summary>Half of the rollouts have it by then, counted from the start, warm-up included; null where it is not detectable.</summary>
    public TimeSpan? Median { get; init; }

    /// <summary>Nine in ten have it by then; null where fewer ever do.</summary>
    public TimeSpan? Quantile90 { get; init; }

    /// <summary>Whether a canary with no node effect of its own is caught at all, however long one waits.</summary>
    public required bool Detectable { get; init; }

    /// <summary>Part of rollouts that are ever caught; null where it was not worked out.</summary>
    public double? Chance { get; init; }
}

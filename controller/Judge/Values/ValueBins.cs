namespace Rollout.Judge;

/// <summary>The bins that order values are counted in.</summary>
public sealed record ValueBins
{
    /// <summary>Inclusive upper bounds, rising; the last is +infinity.</summary>
    public required IReadOnlyList<double> UpperBounds { get; init; }

    /// <summary>Mean value of a bin's events where known (recorded data); null: the bin's middle is taken.</summary>
    public IReadOnlyList<double>? Means { get; init; }
}

namespace Rollout.Judge;

/// <summary>What one node did in one bucket. Sums only, so that merging two buckets is adding.</summary>
public sealed record Measure
{
    /// <summary>Events (orders), &gt;= 0.</summary>
    public required double Count { get; init; }

    /// <summary>What they add up to (money).</summary>
    public double Sum { get; init; }

    /// <summary>Sessions assigned to the node; null where unknown.</summary>
    public double? Traffic { get; init; }

    /// <summary>Events per value bin, not cumulative, as many as <see cref="ValueBins.UpperBounds"/>; null where unknown.</summary>
    public IReadOnlyList<double>? ValueCounts { get; init; }
}

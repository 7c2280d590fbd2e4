namespace Rollout.Judge;

/// <summary>The fleet's past, with every node on the stable version: what calibration is made of.</summary>
public sealed record FleetHistory
{
    /// <summary>The nominal bucket.</summary>
    public required TimeSpan BucketLength { get; init; }

    /// <summary>In order of time, no start twice; gaps are allowed.</summary>
    public required IReadOnlyList<FleetBucket> Buckets { get; init; }

    /// <summary>Null where the source tells no order values.</summary>
    public ValueBins? ValueBins { get; init; }
}

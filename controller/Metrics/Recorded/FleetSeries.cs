using Rollout.Judge;

namespace Rollout.Metrics.Recorded;

/// <summary>Recorded data as the judge takes them.</summary>
public sealed record FleetSeries
{
    /// <summary>What lies before the start; no buckets where nothing does.</summary>
    public required FleetHistory History { get; init; }

    /// <summary>From the start on, in order of time. Made while it is walked, each time anew.</summary>
    public required IEnumerable<FleetBucket> Judged { get; init; }

    /// <summary>Every node of the file, in ordinal order.</summary>
    public required IReadOnlyList<string> Nodes { get; init; }
}

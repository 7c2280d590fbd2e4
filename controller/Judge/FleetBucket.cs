namespace Rollout.Judge;

/// <summary>
/// What the fleet did in one span of time. A node that is absent has no reading for the span (never zero);
/// all nodes present cover exactly the same span.
/// </summary>
/// <param name="Start">Aligned to the epoch in UTC; identifies the bucket.</param>
/// <param name="Length">One bucket, or several where a missed scrape was deferred and merged.</param>
/// <param name="Nodes">Node name to what it did.</param>
public sealed record FleetBucket(DateTimeOffset Start, TimeSpan Length, IReadOnlyDictionary<string, Measure> Nodes)
{
    public DateTimeOffset End => Start + Length;

    /// <summary>Sessions of nodes that are left out of the bucket while they warm up: they may buy in one that is counted.</summary>
    public IReadOnlyDictionary<string, double> Sessions { get; init; } = NoSessions;

    private static readonly IReadOnlyDictionary<string, double> NoSessions = new Dictionary<string, double>(StringComparer.Ordinal);
}

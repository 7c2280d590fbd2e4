using Rollout.Fleets;
using Rollout.Fleets.Hosts;
using Rollout.Metrics;
using Rollout.Planning;

namespace Rollout.Server.Loop;

/// <summary>Looks at the world for one pass. Reads only; decides nothing.</summary>
public sealed class Sightings(IFleet fleet, FleetFile file, ScrapeSession session, TimeProvider time)
{
    private readonly TimeSpan interval = file.Spec.Metrics.Count == 0
        ? TimeSpan.FromSeconds(15) : file.Spec.Metrics.Min(m => m.Metric?.Interval ?? TimeSpan.FromMinutes(1));

    private readonly IReadOnlyList<ScrapeTarget> targets = [.. file.Nodes.Select(n => new ScrapeTarget(n.Name, NodeUri.Of(n)))];
    private DateTimeOffset lastBoundary;

    /// <summary>When the next bucket ends.</summary>
    public DateTimeOffset NextBoundary => BucketClock.Next(time.GetUtcNow(), interval);

    public async ValueTask<Observed<FleetState>> FleetAsync(CancellationToken cancellationToken) => await fleet.ObserveAsync(cancellationToken);

    /// <summary>The readings of the bucket that has just ended; none when they were taken already.</summary>
    public async ValueTask<IReadOnlyDictionary<string, MetricRead>> MetricsAsync(IReadOnlySet<string> canaries, CancellationToken cancellationToken)
    {
        var boundary = BucketClock.Latest(time.GetUtcNow(), interval);
        if (boundary <= lastBoundary)
        {
            return new Dictionary<string, MetricRead>(StringComparer.Ordinal);
        }

        lastBoundary = boundary;
        return await session.ReadAsync(targets, canaries, boundary, cancellationToken);
    }
}

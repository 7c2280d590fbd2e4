using Rollout.Fleets;
using Rollout.Fleets.Hosts;
using Rollout.Metrics;
using Rollout.Metrics.Differencing;
using Rollout.Planning;

namespace Rollout.Server.Loop;

/// <summary>Looks at the world for one pass. Reads only; decides nothing.</summary>
public sealed class Sightings(IFleet fleet, FleetFile file, IMetricSession session, TimeProvider time)
{
    /// <summary>The part of a bucket by which its first reading may be late.</summary>
    private const double StillOnTime = 0.1;

    private static readonly Dictionary<string, NodeLife> NoLives = new(StringComparer.Ordinal);

    private readonly TimeSpan interval = file.Spec.Metrics.Count == 0
        ? TimeSpan.FromSeconds(15) : file.Spec.Metrics.Min(m => m.Metric?.Interval ?? TimeSpan.FromMinutes(1));

    private readonly IReadOnlyList<ScrapeTarget> targets = [.. file.Nodes.Select(n => new ScrapeTarget(n.Name, NodeUri.Of(n)))];
    private DateTimeOffset? lastBoundary;

    /// <summary>The signs of life in the readings taken last; empty when none were taken in this pass.</summary>
    public IReadOnlyDictionary<string, NodeLife> Lives { get; private set; } = NoLives;

    /// <summary>How long a node may go unread before nobody can say that it was not restarted: as long as a span stays open for it.</summary>
    public TimeSpan Patience => new DifferencingRules { Interval = interval }.CanaryPatience;

    /// <summary>The boundary that readings were last taken for; null before the first.</summary>
    public DateTimeOffset? ReadUntil => lastBoundary > DateTimeOffset.MinValue ? lastBoundary : null;

    public TimeSpan Interval => interval;

    /// <summary>When the next bucket ends.</summary>
    public DateTimeOffset NextBoundary => BucketClock.Next(time.GetUtcNow(), interval);

    public async ValueTask<Observed<FleetState>> FleetAsync(CancellationToken cancellationToken) => await fleet.ObserveAsync(cancellationToken);

    /// <summary>The readings of the bucket that has just ended; none when they were taken already.</summary>
    public async ValueTask<IReadOnlyDictionary<string, MetricRead>> MetricsAsync(IReadOnlySet<string> canaries, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var boundary = BucketClock.Latest(now, interval);
        Lives = NoLives;

        // The first reading is taken on a boundary: begun in its middle, a bucket would show a part of itself as the whole.
        lastBoundary ??= now - boundary > interval * StillOnTime ? boundary : DateTimeOffset.MinValue;
        if (boundary <= lastBoundary)
        {
            return new Dictionary<string, MetricRead>(StringComparer.Ordinal);
        }

        lastBoundary = boundary;
        var reads = await session.ReadAsync(targets, canaries, boundary, cancellationToken);
        Lives = session.Lives;
        return reads;
    }
}

using Rollout.Api;
using Rollout.Metrics;
using Rollout.Metrics.Differencing;

namespace Rollout.Server.Loop;

/// <summary>Looks at the world for one pass. Reads only; decides nothing.</summary>
public sealed class Sightings(ILookout lookout, StaggeredRolloutSpec spec, IMetricSession session, TimeProvider time, TimeSpan readAfter = default)
{
    /// <summary>The part of a bucket by which its first reading may be late.</summary>
    private const double StillOnTime = 0.1;

    private static readonly Dictionary<string, NodeLife> NoLives = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, MetricRead> NoReads = new(StringComparer.Ordinal);

    private readonly TimeSpan interval = spec.Metrics.Count == 0
        ? TimeSpan.FromSeconds(15) : spec.Metrics.Min(m => m.Metric?.Interval ?? TimeSpan.FromMinutes(1));

    private DateTimeOffset? lastBoundary;

    /// <summary>The signs of life in the readings taken last; empty when none were taken in this pass.</summary>
    public IReadOnlyDictionary<string, NodeLife> Lives { get; private set; } = NoLives;

    /// <summary>How long a node may go unread before nobody can say that it was not restarted: as long as a span stays open for it.</summary>
    public TimeSpan Patience => new DifferencingRules { Interval = interval }.CanaryPatience;

    /// <summary>The boundary that readings were last taken for; null before the first.</summary>
    public DateTimeOffset? ReadUntil => lastBoundary > DateTimeOffset.MinValue ? lastBoundary : null;

    public TimeSpan Interval => interval;

    /// <summary>When the next bucket has ended and can be read.</summary>
    public DateTimeOffset NextBoundary => BucketClock.Next(time.GetUtcNow() - readAfter, interval) + readAfter;

    public ValueTask<FleetSighting> FleetAsync(CancellationToken cancellationToken) => lookout.LookAsync(cancellationToken);

    /// <summary>The readings of the bucket that has just ended; none when they were taken already.</summary>
    public async ValueTask<IReadOnlyDictionary<string, MetricRead>> MetricsAsync(IReadOnlySet<string> canaries, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var boundary = BucketClock.Latest(now - readAfter, interval);
        Lives = NoLives;

        // The first reading of the nodes themselves is taken on a boundary: begun in its middle, a bucket would show a part of itself as the
        // whole. A store that is read later on answers as of the boundary.
        lastBoundary ??= readAfter == TimeSpan.Zero && now - boundary > interval * StillOnTime ? boundary : DateTimeOffset.MinValue;
        if (boundary <= lastBoundary)
        {
            return NoReads;
        }

        lastBoundary = boundary;
        var reads = await session.ReadAsync(await lookout.TargetsAsync(cancellationToken), canaries, boundary, cancellationToken);
        Lives = session.Lives;
        return reads;
    }
}

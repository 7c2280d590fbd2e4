using Rollout.Judge;
using Rollout.Metrics;

namespace Rollout.Server.Measuring;

/// <summary>Tells how long reading a bucket took; times in which nothing was due are not told.</summary>
internal sealed class TimedSession(IMetricSession inner, TimeProvider time, Action<TimeSpan> took) : IMetricSession
{
    public IReadOnlyDictionary<string, NodeLife> Lives => inner.Lives;

    public async ValueTask<IReadOnlyDictionary<string, MetricRead>> ReadAsync(
        IReadOnlyList<ScrapeTarget> targets, IReadOnlySet<string> canaries, DateTimeOffset boundary, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var reads = await inner.ReadAsync(targets, canaries, boundary, cancellationToken);
        if (reads.Count > 0)
        {
            took(time.GetElapsedTime(began));
        }

        return reads;
    }

    public ValueBins? Bins(string metric) => inner.Bins(metric);

    public long DroppedSpans(string metric) => inner.DroppedSpans(metric);
}

using Rollout.Judge;

namespace Rollout.Metrics;

/// <summary>
/// Several metrics of one fleet, read together at the boundaries of their buckets. Call it once per boundary, one call at a time. What it
/// remembers are the last counters; a new session loses the bucket in flight and nothing else.
/// </summary>
public interface IMetricSession
{
    /// <summary>
    /// The signs of life of the nodes that could be read in the last <see cref="ReadAsync"/>, from the metric with the shortest bucket;
    /// empty when that one was not due.
    /// </summary>
    IReadOnlyDictionary<string, NodeLife> Lives { get; }

    /// <summary>
    /// Reads all targets for every metric of which <paramref name="boundary"/> is a boundary; the others are not in the answer. A target
    /// that is not given (not ready, warming up) is not compared, and begins anew when it is given again. Throws only on cancellation.
    /// </summary>
    ValueTask<IReadOnlyDictionary<string, MetricRead>> ReadAsync(
        IReadOnlyList<ScrapeTarget> targets, IReadOnlySet<string> canaries, DateTimeOffset boundary, CancellationToken cancellationToken);

    /// <summary>The bins of <see cref="Measure.ValueCounts"/> in every bucket of the metric; null until a histogram has been seen.</summary>
    ValueBins? Bins(string metric);

    /// <summary>Spans that were closed without a canary that had begun them, or given up.</summary>
    long DroppedSpans(string metric);
}

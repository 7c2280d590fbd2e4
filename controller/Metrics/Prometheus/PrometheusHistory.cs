using Rollout.Api;
using Rollout.Judge;
using Rollout.Metrics.Scraping;

namespace Rollout.Metrics.Prometheus;

/// <summary>
/// Reads a metric's past in bounded chunks, the newest first, so that what is there when time or budget end is the part that counts most.
/// At every boundary it is the newest sample of the bucket before, not what a look-back of five minutes would still show.
/// </summary>
public sealed class PrometheusHistory
{
    private readonly PrometheusServers servers;
    private readonly CompiledMetric metric;
    private readonly ServerName server;
    private readonly HistoryLimits limits;

    /// <param name="servers">Stays the caller's.</param>
    /// <param name="metric">Of Prometheus and free of <see cref="MetricValidation.Problems"/>, else ArgumentException.</param>
    /// <param name="workload">What the templates of selectors stand for, and the namespace of secrets.</param>
    /// <param name="limits">Null: the defaults.</param>
    public PrometheusHistory(PrometheusServers servers, BusinessMetricSpec metric, WorkloadName workload, HistoryLimits? limits = null)
    {
        (this.servers, this.limits) = (servers, limits ?? new HistoryLimits());
        this.metric = CompiledMetric.Compile(metric, workload);
        server = ServerName.Of(metric.Source.Prometheus!, workload);
    }

    /// <summary>The buckets that ended after <paramref name="after"/> and up to <paramref name="until"/>. Throws only on cancellation.</summary>
    /// <param name="targets">The nodes of today; those of the past are known by the value of the node label.</param>
    /// <param name="after">Null: as far as the limits allow.</param>
    /// <param name="until">Is taken down to a boundary.</param>
    /// <param name="bins">Of the order values, as known already; null: as they are seen.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async ValueTask<MetricPast> ReadAsync(
        IReadOnlyList<ScrapeTarget> targets, DateTimeOffset? after, DateTimeOffset until, ValueBins? bins, CancellationToken cancellationToken)
    {
        var map = new NodeMap(targets, metric.Spec.NodeLabel);
        var last = BucketClock.Latest(until, metric.Interval);
        var first = BucketClock.Latest(after is { } given && given > last - limits.LookBack ? given : last - limits.LookBack, metric.Interval);
        var (end, size, samples, readings, silence) = (last, limits.FirstBuckets, 0L, 0, TimeSpan.Zero);
        var (chunks, bounds) = (new List<List<FleetBucket>>(), bins?.UpperBounds);
        string? trouble = null;
        while (end > first && trouble is null && silence < limits.MostSilence)
        {
            var begin = end - (size * metric.Interval) is var start && start > first ? start : first;
            var answers = await AskAsync(map, begin, end, cancellationToken).ConfigureAwait(false);
            if (answers.OfType<PrometheusAnswer.Failed>().FirstOrDefault() is { } failed)
            {
                trouble = failed.Reason;
                break;
            }

            var series = answers.Cast<PrometheusAnswer.Matrix>().Select(m => m.Series).ToList();
            var (state, buckets) = HistoryGrid.Read(series, metric, map, begin, end, bounds);
            chunks.Add(buckets);
            (bounds, end) = (state.Bounds, begin);
            silence = buckets.Count == 0 ? silence + (size * metric.Interval) : TimeSpan.Zero;
            var seen = series.Sum(s => s.Sum(x => (long)x.Points.Count));
            samples += seen;
            readings += buckets.Sum(b => b.Nodes.Count);
            size = NextSize(seen, size);
            trouble = end > first && (samples > limits.MostSamples || readings > limits.MostReadings)
                ? $"so many nodes and series are looked back on no further than {end.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}" : null;
        }

        chunks.Reverse();
        return new MetricPast([.. chunks.SelectMany(c => c)], bounds is null ? null : new ValueBins { UpperBounds = bounds }, end, last, trouble);
    }

    /// <summary>Buckets of the next question, by what the last one brought.</summary>
    private int NextSize(long seen, int size) =>
        (int)Math.Clamp(seen == 0 ? limits.MostBuckets : limits.SamplesAtOnce * (long)size / seen, 1, limits.MostBuckets);

    private async Task<PrometheusAnswer[]> AskAsync(NodeMap map, DateTimeOffset begin, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var answers = new List<PrometheusAnswer>();

        // One after the other: the past is in no hurry, and the present is read meanwhile.
        foreach (var selector in HistoryGrid.Selectors(metric, map))
        {
            var query = new PrometheusQuery(RangeText.NewestOfBucket(selector, metric.Interval), end, begin, metric.Interval);
            answers.Add(await servers.AskAsync(server, query, servers.Limits.HistoryTimeout, cancellationToken).ConfigureAwait(false));
        }

        return [.. answers];
    }
}

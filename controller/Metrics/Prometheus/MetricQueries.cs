using Rollout.Metrics.Scraping;
using Rollout.Metrics.Selectors;

namespace Rollout.Metrics.Prometheus;

/// <summary>Which queries a metric is made of, and how their answers are put together. Pure.</summary>
internal static class MetricQueries
{
    private const string Up = "up";

    /// <summary>
    /// The selectors in a fixed order: up, process starts, counters, buckets, level. A metric's own selectors are asked as they are
    /// written, so that rollouts with the same ones share them.
    /// </summary>
    public static IReadOnlyList<Selector> Selectors(CompiledMetric metric, NodeMap map) =>
    [
        RangeText.OfNodes(Up, map.Label, map.Values),
        RangeText.OfNodes(CompiledMetric.ProcessStart, map.Label, map.Values),
        .. metric.Counters.Select(c => c.Selector),
        .. metric.Histogram is null ? Array.Empty<Selector>() : [metric.Histogram],
        .. metric.Level is null ? Array.Empty<Selector>() : [metric.Level],
    ];

    /// <param name="series">The answers, in the order of <see cref="Selectors"/>.</param>
    /// <param name="metric">Whose they are.</param>
    /// <param name="boundary">The end of the bucket.</param>
    public static MetricWindow Window(IReadOnlyList<IReadOnlyList<StoredSeries>> series, CompiledMetric metric, DateTimeOffset boundary)
    {
        var next = 2 + metric.Counters.Count;
        var until = boundary.ToUnixTimeMilliseconds();
        var from = (boundary - (2 * metric.Interval)).ToUnixTimeMilliseconds();
        IReadOnlyList<StoredSeries> Within(int i) => [.. series[i].Select(s => Cut(s, from, until))];
        return new MetricWindow
        {
            Boundary = boundary,
            Interval = metric.Interval,
            Up = Within(0),
            Starts = Within(1),
            Counters = [.. metric.Counters.Select((c, i) => (c.Role, Within(2 + i)))],
            Buckets = metric.Histogram is null ? null : Within(next),
            Levels = metric.Level is null ? null : Within(next + (metric.Histogram is null ? 0 : 1)),
        };
    }

    /// <summary>A server that answers more than it was asked is not believed more.</summary>
    private static StoredSeries Cut(StoredSeries series, long from, long until) =>
        series.Points.All(p => p.Milliseconds > from && p.Milliseconds <= until)
            ? series
            : series with { Points = [.. series.Points.Where(p => p.Milliseconds > from && p.Milliseconds <= until)] };
}

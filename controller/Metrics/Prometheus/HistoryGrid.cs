using Rollout.Metrics.Differencing;
using Rollout.Metrics.Scraping;

namespace Rollout.Metrics.Prometheus;

/// <summary>
/// The past of a metric on the boundaries of its buckets, made to buckets as the present is. A node is there at a boundary when one of its
/// series has a sample in the bucket before, or when its <c>up</c> says so; else it is not asked, and begins anew. Pure.
/// </summary>
internal static class HistoryGrid
{
    private static readonly HashSet<string> Nobody = new(StringComparer.Ordinal);

    /// <param name="chunk">Answers in the order of <see cref="Selectors"/>, one value a boundary.</param>
    /// <param name="metric">Whose they are.</param>
    /// <param name="map">The nodes of today; others are known by the label's value.</param>
    /// <param name="from">The first boundary.</param>
    /// <param name="until">The last.</param>
    /// <param name="bounds">Of the order values; null: the first that are seen.</param>
    public static (ScrapeState State, List<Judge.FleetBucket> Buckets) Read(
        IReadOnlyList<IReadOnlyList<StoredSeries>> chunk, CompiledMetric metric, NodeMap map, DateTimeOffset from, DateTimeOffset until, IReadOnlyList<double>? bounds)
    {
        var state = ScrapeState.Initial with { Bounds = bounds };
        var buckets = new List<Judge.FleetBucket>();
        var nodes = Nodes(chunk, metric, map);
        for (var boundary = from; boundary <= until; boundary += metric.Interval)
        {
            var at = boundary.ToUnixTimeMilliseconds();
            var readings = new Dictionary<string, NodeReading>(StringComparer.Ordinal);
            foreach (var (name, node) in nodes)
            {
                if (node.At(at, metric) is { } reading)
                {
                    readings[name] = reading;
                }
            }

            var step = CounterDifferencing.Step(state, new FleetSample(boundary, readings, Nobody), metric.Rules);
            state = step.State;
            buckets.AddRange(step.Buckets);
        }

        return (state, buckets);
    }

    /// <summary>The <c>up</c> of today's nodes, then the metric's own selectors.</summary>
    public static IReadOnlyList<Selectors.Selector> Selectors(CompiledMetric metric, NodeMap map) =>
        [.. MetricQueries.Selectors(metric, map).Where(s => s.Name != CompiledMetric.ProcessStart)];

    private static Dictionary<string, NodePast> Nodes(IReadOnlyList<IReadOnlyList<StoredSeries>> chunk, CompiledMetric metric, NodeMap map)
    {
        var nodes = new Dictionary<string, NodePast>(StringComparer.Ordinal);
        for (var i = 0; i < chunk.Count; i++)
        {
            foreach (var series in chunk[i].Where(s => s.Label(map.Label).Length > 0 && !s.IsNativeHistogram))
            {
                var name = map.NodeOf(series) ?? series.Label(map.Label);
                if (!nodes.TryGetValue(name, out var node))
                {
                    nodes[name] = node = new NodePast();
                }

                node.Add(i == 0 ? null : Part(i - 1, metric), series);
            }
        }

        return nodes;
    }

    /// <summary>What the i-th selector of the metric is to it.</summary>
    private static NodePast.Role Part(int i, CompiledMetric metric) =>
        i < metric.Counters.Count ? new NodePast.Role(metric.Counters[i].Role)
        : i == metric.Counters.Count && metric.Histogram is not null ? new NodePast.Role(null, IsBucket: true)
        : new NodePast.Role(null, IsBucket: false);
}

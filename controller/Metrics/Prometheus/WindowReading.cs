using Rollout.Metrics.Exposition;
using Rollout.Metrics.Scraping;

namespace Rollout.Metrics.Prometheus;

/// <summary>Reads every node's counters off what a server stores. Pure.</summary>
internal static class WindowReading
{
    public static IReadOnlyDictionary<string, NodeReading> Of(MetricWindow window, CompiledMetric metric, IEnumerable<string> nodes, NodeMap map)
    {
        var up = map.Split(window.Up);
        var starts = map.Split(window.Starts);
        var counters = window.Counters.Select(c => (c.Role, Series: map.Split(c.Series))).ToList();
        var buckets = map.Split(window.Buckets ?? []);
        var levels = map.Split(window.Levels ?? []);
        var readings = new Dictionary<string, NodeReading>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            var shown = new NodeWindow(
                [.. up[node]], [.. starts[node]], [.. counters.Select(c => (c.Role, (IReadOnlyList<StoredSeries>)[.. c.Series[node]]))],
                [.. buckets[node]], [.. levels[node]]);
            readings[node] = Read(shown, window, metric, map, node);
        }

        return readings;
    }

    private static NodeReading Read(NodeWindow node, MetricWindow window, CompiledMetric metric, NodeMap map, string name)
    {
        var targets = new NodeTargets(node.Up, node.Own, window);
        if (targets.Trouble(map, name) is { } trouble)
        {
            return trouble;
        }

        var faults = new List<string>();
        string? broken = null;
        double? Value(StoredSeries series, bool isLevel)
        {
            var newest = targets.Newest(series);
            if (Unfit(series, newest?.Value, isLevel) is { } unfit)
            {
                faults.Add(unfit);
            }

            if (newest is null || faults.Count > 0)
            {
                return null;
            }

            broken ??= isLevel ? null : Fall(series, window);
            return newest.Value.Value;
        }

        var counters = new Dictionary<CounterKey, double>();
        foreach (var (role, series) in node.Counters.SelectMany(c => c.Series.Select(s => (c.Role, s))))
        {
            if (Value(series, isLevel: false) is { } value)
            {
                counters[new CounterKey(role, series.Text)] = value;
            }
        }

        var histograms = Histograms(node, metric, s => Value(s, isLevel: false), faults);
        var levels = metric.Level is null ? null : node.Levels.Select(s => (s.Text, Value: Value(s, isLevel: true)))
            .Where(l => l.Value is not null).ToDictionary(l => l.Text, l => l.Value!.Value, StringComparer.Ordinal);
        var beginnings = node.Starts.Where(targets.IsOfMetric).Select(s => (s.Text, Newest: targets.Newest(s)))
            .Where(s => s.Newest is { } newest && double.IsFinite(newest.Value)).ToDictionary(s => s.Text, s => s.Newest!.Value.Value, StringComparer.Ordinal);
        return faults.Count > 0 ? new NodeReading.Missed(faults[0], Reached: true)
            : levels is { Count: 0 } ? new NodeReading.Missed($"it shows no {metric.Level}", Reached: true)
            : new NodeReading.Read(new NodeCounters
            {
                Counters = counters, Histograms = histograms, Levels = levels, Beginnings = beginnings, Broken = broken,
            });
    }

    private static IReadOnlyDictionary<string, HistogramCounts>? Histograms(
        NodeWindow node, CompiledMetric metric, Func<StoredSeries, double?> value, List<string> faults)
    {
        if (metric.Histogram is null)
        {
            return null;
        }

        var samples = node.Buckets.Select(s => (Series: s, Value: value(s))).Where(s => s.Value is not null)
            .Select(s => new ExposedSample(s.Series.Text, s.Series.Name, s.Series.Labels, s.Value!.Value, null, MetricType.Histogram, 0))
            .ToList();
        var histograms = HistogramReading.Of(samples, out var wrong);
        if (wrong is not null)
        {
            faults.Add(wrong);
        }

        return histograms;
    }

    public static string Native(StoredSeries series) =>
        $"{series.Name} is a native histogram, which is not read; let the nodes expose classic buckets ({series.Name}_bucket) as well";

    /// <summary>Why a value cannot be counted with; null where it can.</summary>
    private static string? Unfit(StoredSeries series, double? value, bool isLevel) =>
        series.IsNativeHistogram ? Native(series)
        : value is not { } shown || double.IsFinite(shown) && (isLevel || shown >= 0) ? null
        : FormattableString.Invariant($"{series.Name} is {shown}; {(isLevel ? "a level is a number" : "a counter is a number that is not negative")}");

    /// <summary>
    /// The raw samples show a restart between two boundaries even where the counter has overtaken its old value since.
    /// </summary>
    private static string? Fall(StoredSeries series, MetricWindow window)
    {
        for (var i = 1; i < series.Points.Count; i++)
        {
            var (before, after) = (series.Points[i - 1], series.Points[i]);
            if (after.Milliseconds > window.BeginMilliseconds && after.Value < before.Value)
            {
                return FormattableString.Invariant(
                    $"restarted: {series.Text} fell from {before.Value} to {after.Value} at {DateTimeOffset.FromUnixTimeMilliseconds(after.Milliseconds):HH:mm:ss}Z");
            }
        }

        return null;
    }

    private sealed record NodeWindow(
        IReadOnlyList<StoredSeries> Up,
        IReadOnlyList<StoredSeries> Starts,
        IReadOnlyList<(CounterRole Role, IReadOnlyList<StoredSeries> Series)> Counters,
        IReadOnlyList<StoredSeries> Buckets,
        IReadOnlyList<StoredSeries> Levels)
    {
        public IReadOnlyList<StoredSeries> Own { get; } = [.. Counters.SelectMany(c => c.Series), .. Buckets, .. Levels];
    }
}

using System.Globalization;
using Rollout.Api;
using Rollout.Metrics.Exposition;
using Rollout.Metrics.Prometheus;
using Rollout.Metrics.Scraping;

namespace Rollout.Metrics.Tests.Prometheus;

/// <summary>What a server stores around noon, the end of a bucket of a minute, written as text: <c>orders_total{pod="n1"} -15=3 0=4</c>.</summary>
internal static class StoredStory
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static readonly BusinessMetricSpec Orders = new()
    {
        Kind = MetricKind.Count,
        Interval = TimeSpan.FromSeconds(60),
        Source = new MetricSource { Prometheus = new PrometheusSource("http://127.0.0.1:9") },
        Selectors = new MetricSelectors { Count = "orders_total" },
    };

    public static BusinessMetricSpec Of(MetricKind kind, MetricSelectors selectors) => Orders with { Kind = kind, Selectors = selectors };

    public static IReadOnlyList<ScrapeTarget> Targets(params string[] nodes) =>
        [.. nodes.Select((n, i) => new ScrapeTarget(n, new Uri(FormattableString.Invariant($"http://10.0.0.{i + 1}:8080"))))];

    /// <summary>Scraped every fifteen seconds, at the given value, the last time at noon.</summary>
    public static string Up(string labels, int value = 1) =>
        $"up{{{labels}}} " + string.Join(' ', Enumerable.Range(0, 8).Select(i => FormattableString.Invariant($"{-105 + (15 * i)}={value}")));

    public static NodeReading Read(BusinessMetricSpec spec, string node, params string[] lines)
    {
        var metric = CompiledMetric.Compile(spec);
        var map = new NodeMap(Targets("n1", "n2"), spec.NodeLabel);
        var all = lines.Select(Series).ToList();
        var series = MetricQueries.Selectors(metric, map).Select(s => (IReadOnlyList<StoredSeries>)[.. all.Where(x => x.Name == s.Name)]).ToList();
        return WindowReading.Of(MetricQueries.Window(series, metric, Noon), metric, ["n1", "n2"], map)[node];
    }

    public static StoredSeries Series(string line)
    {
        var space = line.LastIndexOf('}') is var brace and >= 0 ? brace + 1 : line.IndexOf(' ', StringComparison.Ordinal);
        var (head, points) = (line[..space], line[space..].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var name = head.Split('{')[0];
        var labels = name == head ? [] : head[(name.Length + 1)..^1].Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => new SampleLabel(l.Split('=')[0], l.Split('=')[1].Trim('"'))).OrderBy(l => l.Name, StringComparer.Ordinal).ToList();
        return new StoredSeries(name, labels, [.. points.Where(p => p != "native").Select(Point)], points.Contains("native"));
    }

    private static TimedValue Point(string text)
    {
        var parts = text.Split('=');
        var at = Noon.AddSeconds(double.Parse(parts[0], CultureInfo.InvariantCulture));
        return new TimedValue(at.ToUnixTimeMilliseconds(), double.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}

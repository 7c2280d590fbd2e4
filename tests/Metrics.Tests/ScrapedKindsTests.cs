using Rollout.Api;
using Rollout.Judge;
using Rollout.Metrics.Scraping;
using Rollout.Metrics.Tests.Scraping;

namespace Rollout.Metrics.Tests;

/// <summary>The kinds that are no orders, read over real connections.</summary>
public sealed class ScrapedKindsTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly IReadOnlySet<string> Canary = new HashSet<string>(["n1"], StringComparer.Ordinal);

    private readonly List<LoopbackNode> nodes = [];
    private readonly HttpMessageInvoker http = ScrapeHttp.CreateInvoker(TimeSpan.FromSeconds(5));

    public async Task InitializeAsync()
    {
        nodes.Add(await LoopbackNode.StartAsync());
        nodes.Add(await LoopbackNode.StartAsync());
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    /// <summary>A shop without an error shows no error counter: that is zero, and the metric exists all the same.</summary>
    [Fact]
    public async Task A_ratio_without_any_event_so_far_is_read_by_its_requests()
    {
        var source = Source(MetricKind.Ratio, new() { Count = "errors_total", Traffic = "requests_total" });
        await ReadAsync(source, 0, "requests_total 100\n", "requests_total 50\n");
        var data = Assert.IsType<MetricRead.Data>(await ReadAsync(source, 1, "requests_total 140\n", "requests_total 80\nerrors_total 3\n"));
        Assert.Equal((0, 40), (Measure(data, "n1").Count, Measure(data, "n1").Traffic));
        Assert.Equal((3, 30), (Measure(data, "n2").Count, Measure(data, "n2").Traffic));
    }

    [Fact]
    public async Task A_ratio_whose_requests_nobody_shows_says_which_series_is_missing()
    {
        var source = Source(MetricKind.Ratio, new() { Count = "errors_total", Traffic = "requests_total" });
        await ReadAsync(source, 0, "errors_total 1\n", "errors_total 1\n");
        var empty = Assert.IsType<MetricRead.Empty>(await ReadAsync(source, 1, "errors_total 2\n", "errors_total 2\n"));
        Assert.Equal("no node has shown the series requests_total so far", empty.Reason);
    }

    [Fact]
    public async Task A_latency_is_its_histogram_alone()
    {
        static string Buckets(int fast, int all) =>
            FormattableString.Invariant($"# TYPE d histogram\nd_bucket{{le=\"0.1\"}} {fast}\nd_bucket{{le=\"+Inf\"}} {all}\nd_count {all}\nd_sum 1\n");
        var source = Source(MetricKind.Latency, new() { ValueBuckets = "d" });
        await ReadAsync(source, 0, Buckets(5, 6), Buckets(0, 0));
        var data = Assert.IsType<MetricRead.Data>(await ReadAsync(source, 1, Buckets(15, 20), Buckets(7, 7)));
        Assert.Equal([10, 4], Measure(data, "n1").ValueCounts);
        Assert.Equal([7, 0], Measure(data, "n2").ValueCounts);
    }

    [Fact]
    public async Task A_gauge_is_the_mean_of_both_ends_and_may_fall()
    {
        var source = Source(MetricKind.Gauge, new() { Sum = "queue" });
        await ReadAsync(source, 0, "# TYPE queue gauge\nqueue{q=\"a\"} 10\nqueue{q=\"b\"} 2\n", "queue 5\n");
        var data = Assert.IsType<MetricRead.Data>(await ReadAsync(source, 1, "# TYPE queue gauge\nqueue{q=\"a\"} 4\nqueue{q=\"b\"} 2\n", "queue -3\n"));
        Assert.Equal(9, Measure(data, "n1").Sum);
        Assert.Equal(1, Measure(data, "n2").Sum);
    }

    [Fact]
    public async Task A_level_that_is_absent_is_missing_and_not_zero_and_a_counter_is_no_gauge()
    {
        var source = Source(MetricKind.Gauge, new() { Sum = "queue" });
        await ReadAsync(source, 0, "queue 10\n", "queue 5\n");
        Assert.IsType<MetricRead.Empty>(await ReadAsync(source, 1, "queue 10\n", "other 5\n"));
        var data = Assert.IsType<MetricRead.Data>(await ReadAsync(source, 2, "queue 10\n", "# TYPE queue counter\nqueue 5\n"));
        Assert.Equal("queue is declared a counter; a gauge is a level, and a counter is judged as Count", data.LeftOut["n2"]);
        Assert.Equal(["n1"], data.Buckets.Single().Nodes.Keys);
    }

    private static Measure Measure(MetricRead.Data data, string node) => data.Buckets.Single().Nodes[node];

    private ScrapeMetricSource Source(MetricKind kind, MetricSelectors selectors) => new(
        new BusinessMetricSpec
        {
            Kind = kind,
            Interval = TimeSpan.FromSeconds(60),
            Source = new MetricSource { Scrape = new ScrapeSource() },
            Selectors = selectors,
        },
        http,
        TimeProvider.System);

    private async Task<MetricRead> ReadAsync(ScrapeMetricSource source, int minute, params string[] shown)
    {
        for (var i = 0; i < shown.Length; i++)
        {
            nodes[i].AnswerWith(shown[i]);
        }

        return await source.ReadAsync(
            [.. nodes.Select((n, i) => new ScrapeTarget($"n{i + 1}", n.Address))], Canary, Noon.AddMinutes(minute), CancellationToken.None);
    }
}

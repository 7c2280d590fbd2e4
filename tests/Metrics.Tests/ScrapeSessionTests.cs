using Rollout.Api;
using Rollout.Metrics.Scraping;
using Rollout.Metrics.Tests.Scraping;

namespace Rollout.Metrics.Tests;

/// <summary>The whole way from HTTP to buckets, over real connections.</summary>
public class ScrapeSessionTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly IReadOnlySet<string> Canary = new HashSet<string>(["n1"], StringComparer.Ordinal);

    private static readonly BusinessMetricSpec Dollars = new()
    {
        Kind = MetricKind.Revenue,
        Interval = TimeSpan.FromSeconds(60),
        Source = new MetricSource { Scrape = new ScrapeSource() },
        Selectors = new MetricSelectors
        {
            Count = "orders_total{kind=\"sale\"}", Sum = "revenue_total{kind=\"sale\"}", ValueBuckets = "order_value{kind=\"sale\"}", Traffic = "sessions_total",
        },
    };

    private readonly List<LoopbackNode> nodes = [];
    private readonly HttpMessageInvoker http = ScrapeHttp.CreateInvoker(TimeSpan.FromSeconds(5));

    private IReadOnlyList<ScrapeTarget> Targets => [.. nodes.Select((n, i) => new ScrapeTarget($"n{i + 1}", n.Address))];

    public async Task InitializeAsync()
    {
        for (var i = 0; i < 3; i++)
        {
            nodes.Add(await LoopbackNode.StartAsync());
        }
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task Reads_counts_money_sessions_and_values_of_the_selected_series_only()
    {
        var source = Source();
        Show(0, 10, 100, low: 4);
        Show(1, 20, 200, low: 8);
        Show(2, 30, 300, low: 12);
        var first = Assert.IsType<MetricRead.Empty>(await source.ReadAsync(Targets, Canary, Noon, CancellationToken.None));
        Assert.Equal("first reading: a bucket lies between two", first.Reason);
        Assert.Equal([10, 50, double.PositiveInfinity], source.Bins!.UpperBounds);
        Show(0, 13, 160.5, low: 5);
        Show(1, 20, 200, low: 8);
        Show(2, 34, 345, low: 14);
        var data = Assert.IsType<MetricRead.Data>(await source.ReadAsync(Targets, Canary, Noon.AddMinutes(1), CancellationToken.None));
        Assert.Empty(data.LeftOut);
        var bucket = Assert.Single(data.Buckets);
        Assert.Equal((Noon, TimeSpan.FromMinutes(1)), (bucket.Start, bucket.Length));
        Assert.Equal(["n1", "n2", "n3"], bucket.Nodes.Keys);
        var canary = bucket.Nodes["n1"];
        Assert.Equal((3, 60.5, 6), (canary.Count, canary.Sum, canary.Traffic));
        Assert.Equal([1, 2, 0], canary.ValueCounts!);
        Assert.Equal(0, bucket.Nodes["n2"].Count);
        Assert.Equal([0, 0, 0], bucket.Nodes["n2"].ValueCounts!);
        Assert.Equal([2, 2, 0], bucket.Nodes["n3"].ValueCounts!);
    }

    [Fact]
    public async Task Nodes_that_answer_garbage_or_errors_are_left_out_with_their_reasons_and_the_rest_goes_on()
    {
        var source = Source();
        await ReadAsync(source, 0, 1, 2);
        nodes[1].AnswerWith("<html>", "text/html");
        nodes[2].AnswerWith("oops", status: 500);
        Show(0, 5, 5, 0);
        var waiting = Assert.IsType<MetricRead.Empty>(await source.ReadAsync(Targets, Canary, Noon.AddMinutes(1), CancellationToken.None));
        Assert.StartsWith("waiting for n2: it answers text/html", waiting.Reason, StringComparison.Ordinal);
        Show(0, 7, 5, 0);
        var data = Assert.IsType<MetricRead.Data>(await source.ReadAsync(Targets, Canary, Noon.AddMinutes(2), CancellationToken.None));
        Assert.Equal(["n1"], data.Buckets.Single().Nodes.Keys);
        Assert.Equal("it answers text/html where metrics are expected (text/plain or application/openmetrics-text)", data.LeftOut["n2"]);
        Assert.Equal("it answers 500 InternalServerError to GET /metrics", data.LeftOut["n3"]);
        await ReadAsync(source, 3, 7, 7);
        Assert.Equal(3, (await ReadAsync(source, 4, 9, 9)).Nodes.Count);
    }

    [Fact]
    public async Task A_counter_that_is_no_counter_is_refused()
    {
        var source = Source();
        await ReadAsync(source, 0, 1, 2);
        nodes[1].AnswerWith("# TYPE orders_total gauge\norders_total{kind=\"sale\"} 5\n");
        nodes[2].AnswerWith("orders_total{kind=\"sale\"} NaN\n");
        var waiting = Assert.IsType<MetricRead.Empty>(await source.ReadAsync(Targets, Canary, Noon.AddMinutes(1), CancellationToken.None));
        Assert.Equal("orders_total is declared a gauge; only counters can be differenced", waiting.LeftOut["n2"]);
        Assert.Equal("orders_total is NaN (line 1); a counter is a number that is not negative", waiting.LeftOut["n3"]);
    }

    [Fact]
    public async Task When_nobody_can_be_reached_it_says_so_and_when_everybody_answers_rubbish_it_says_that()
    {
        var source = Source();
        nodes.ForEach(n => n.AnswerWith("later", status: 503));
        var unreachable = Assert.IsType<MetricRead.Unreachable>(await source.ReadAsync(Targets, Canary, Noon, CancellationToken.None));
        Assert.StartsWith("n1: it answers 503 ServiceUnavailable to GET /metrics; n2: ", unreachable.Reason, StringComparison.Ordinal);
        nodes.ForEach(n => n.AnswerWith("no such page", status: 404));
        Assert.IsType<MetricRead.Rejected>(await source.ReadAsync(Targets, Canary, Noon.AddMinutes(1), CancellationToken.None));
    }

    [Fact]
    public async Task A_name_that_nobody_shows_is_said_instead_of_zeros()
    {
        var source = Source();
        nodes.ForEach(n => n.AnswerWith("other_total 5\n"));
        await source.ReadAsync(Targets, Canary, Noon, CancellationToken.None);
        var empty = Assert.IsType<MetricRead.Empty>(await source.ReadAsync(Targets, Canary, Noon.AddMinutes(1), CancellationToken.None));
        Assert.Equal("no node has shown the series orders_total{kind=\"sale\"} so far", empty.Reason);
        Show(1, 4, 40, low: 1);
        var data = Assert.IsType<MetricRead.Data>(await source.ReadAsync(Targets, Canary, Noon.AddMinutes(2), CancellationToken.None));
        Assert.Equal([0, 4, 0], data.Buckets.Single().Nodes.Values.Select(m => m.Count));
        Assert.Equal([0, 0, 0], data.Buckets.Single().Nodes["n1"].ValueCounts!);
    }

    [Fact]
    public async Task A_time_that_is_no_boundary_is_rejected_and_an_old_boundary_gives_nothing()
    {
        var source = Source();
        await ReadAsync(source, 0, 1, 1);
        Assert.IsType<MetricRead.Rejected>(await source.ReadAsync(Targets, Canary, Noon.AddSeconds(1), CancellationToken.None));
        await ReadAsync(source, 1, 2, 2);
        var again = Assert.IsType<MetricRead.Empty>(await source.ReadAsync(Targets, Canary, Noon.AddMinutes(1), CancellationToken.None));
        Assert.Equal("this boundary has been read already", again.Reason);
        Assert.IsType<MetricRead.Empty>(await source.ReadAsync(Targets, Canary, Noon.AddMinutes(-5), CancellationToken.None));
    }

    [Fact]
    public async Task A_node_with_finer_bins_is_merged_down_and_one_with_others_is_left_out()
    {
        var source = Source();
        string Finer(int x) => $"orders_total{{kind=\"sale\"}} {4 * x}\norder_value_bucket{{kind=\"sale\",le=\"5\"}} {x}\norder_value_bucket{{kind=\"sale\",le=\"10\"}} {2 * x}\n"
            + $"order_value_bucket{{kind=\"sale\",le=\"50.0\"}} {3 * x}\norder_value_bucket{{kind=\"sale\",le=\"+Inf\"}} {4 * x}\n";
        string Other(int x) => $"orders_total{{kind=\"sale\"}} {x}\norder_value_bucket{{kind=\"sale\",le=\"7\"}} {x}\norder_value_bucket{{kind=\"sale\",le=\"+Inf\"}} {x}\n";
        nodes.Add(await LoopbackNode.StartAsync());
        Show(0, 0, 0, 0);
        Show(1, 0, 0, 0);
        nodes[2].AnswerWith(Finer(0));
        nodes[3].AnswerWith(Other(0));
        await source.ReadAsync(Targets, Canary, Noon, CancellationToken.None);
        nodes[2].AnswerWith(Finer(3));
        nodes[3].AnswerWith(Other(3));
        var data = Assert.IsType<MetricRead.Data>(await source.ReadAsync(Targets, Canary, Noon.AddMinutes(1), CancellationToken.None));
        Assert.Equal([10, 50, double.PositiveInfinity], source.Bins!.UpperBounds);
        Assert.Equal([6, 3, 3], data.Buckets.Single().Nodes["n3"].ValueCounts!);
        Assert.Equal("order_value_bucket{kind=\"sale\"} has no bound 10 as the rest of the fleet has", data.LeftOut["n4"]);
    }

    [Theory]
    [InlineData("order_value_bucket{kind=\"sale\",le=\"10\"} 1\n", "order_value_bucket has no bucket le=\"+Inf\"")]
    [InlineData("order_value_bucket{kind=\"sale\",le=\"10\"} 5\norder_value_bucket{kind=\"sale\",le=\"+Inf\"} 4\n", "order_value_bucket is not cumulative: 4 up to Infinity, but 5 below")]
    [InlineData("order_value_bucket{kind=\"sale\"} 5\n", "order_value_bucket has no label le with a number (line 1)")]
    [InlineData("order_value_bucket{kind=\"sale\",le=\"1\"} 5\norder_value_bucket{kind=\"sale\",le=\"1.0\"} 5\n", "order_value_bucket has the bound 1 twice (line 2)")]
    public async Task A_histogram_that_contradicts_itself_is_no_reading(string text, string reason)
    {
        var source = Source();
        nodes[0].AnswerWith(text);
        var read = Assert.IsType<MetricRead.Empty>(await source.ReadAsync(Targets, Canary, Noon, CancellationToken.None));
        Assert.Equal(reason, read.LeftOut["n1"]);
    }

    [Fact]
    public async Task Samples_with_old_timestamps_are_no_reading_of_now()
    {
        var source = Source();
        var now = DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        nodes[0].AnswerWith($"orders_total{{kind=\"sale\"}} 5 {now.AddMinutes(-3).ToUnixTimeMilliseconds()}\n");
        nodes[1].AnswerWith($"orders_total{{kind=\"sale\"}} 5 {now.ToUnixTimeMilliseconds()}\n");
        var read = Assert.IsType<MetricRead.Empty>(await source.ReadAsync(Targets, Canary, Noon, CancellationToken.None));
        Assert.Equal(
            $"its orders_total is dated {now.AddMinutes(-3).UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}, more than a bucket away from the time it was asked", read.LeftOut["n1"]);
        Assert.DoesNotContain("n2", read.LeftOut.Keys);
    }

    [Fact]
    public async Task Metrics_at_the_same_place_share_one_request_and_each_keeps_its_own_interval()
    {
        var quick = Dollars with { Kind = MetricKind.Count, Interval = TimeSpan.FromSeconds(20), Selectors = new MetricSelectors { Count = "orders_total" } };
        var elsewhere = quick with { Interval = TimeSpan.FromMinutes(1), Source = new MetricSource { Scrape = new ScrapeSource(Path: "/other?x=1") } };
        var session = new ScrapeSession(
            new Dictionary<string, BusinessMetricSpec> { ["dollars"] = Dollars, ["quick"] = quick, ["elsewhere"] = elsewhere }, http, TimeProvider.System);
        Show(0, 1, 1, 0);
        Assert.Equal(["dollars", "quick", "elsewhere"], (await session.ReadAsync(Targets, Canary, Noon, CancellationToken.None)).Keys);
        Assert.Equal([2, 2, 2], nodes.Select(n => n.Requests));
        Assert.Equal(["quick"], (await session.ReadAsync(Targets, Canary, Noon.AddSeconds(20), CancellationToken.None)).Keys);
        Assert.Equal([3, 3, 3], nodes.Select(n => n.Requests));
        Assert.Empty(await session.ReadAsync(Targets, Canary, Noon.AddSeconds(21), CancellationToken.None));
        Assert.Equal([3, 3, 3], nodes.Select(n => n.Requests));
        Assert.Equal(["dollars", "quick", "elsewhere"], (await session.ReadAsync(Targets, Canary, Noon.AddMinutes(1), CancellationToken.None)).Keys);
    }

    [Fact]
    public void A_metric_with_problems_is_no_source()
    {
        var bad = Dollars with { Selectors = new MetricSelectors() };
        var refused = Assert.Throws<ArgumentException>(() => new ScrapeMetricSource(bad, http, TimeProvider.System));
        Assert.Contains("Revenue needs the selector sum", refused.Message, StringComparison.Ordinal);
    }

    private ScrapeMetricSource Source() => new(Dollars, http, TimeProvider.System);

    /// <summary>All nodes show so many orders of 1 each at minute <paramref name="minute"/>; returns the bucket where there is one.</summary>
    private async Task<Judge.FleetBucket> ReadAsync(ScrapeMetricSource source, int minute, int canary, int others)
    {
        Show(0, canary, canary, 0);
        Show(1, others, others, 0);
        Show(2, others, others, 0);
        var read = await source.ReadAsync(Targets, Canary, Noon.AddMinutes(minute), CancellationToken.None);
        return read is MetricRead.Data data ? data.Buckets.Single() : new Judge.FleetBucket(Noon, TimeSpan.Zero, new Dictionary<string, Judge.Measure>());
    }

    /// <summary>Sales up to 10 are <paramref name="low"/>, the rest lies up to 50; twice as many sessions; refunds that nobody asked for.</summary>
    private void Show(int node, int orders, double money, int low) => nodes[node].AnswerWith(FormattableString.Invariant(
        $"""
        # TYPE orders_total counter
        orders_total{"{"}kind="sale"{"}"} {orders}
        orders_total{"{"}kind="refund"{"}"} {orders * 7}
        # TYPE revenue_total counter
        revenue_total{"{"}kind="sale"{"}"} {money}
        sessions_total {orders * 2}
        # TYPE order_value histogram
        order_value_bucket{"{"}kind="sale",le="10"{"}"} {low}
        order_value_bucket{"{"}kind="sale",le="50"{"}"} {orders}
        order_value_bucket{"{"}kind="sale",le="+Inf"{"}"} {orders}
        order_value_sum{"{"}kind="sale"{"}"} {money}
        order_value_count{"{"}kind="sale"{"}"} {orders}

        """));
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using Rollout.Api;
using Rollout.Metrics.Prometheus;
using Rollout.Metrics.Secrets;
using Rollout.Metrics.Tests.Scraping;
using Rollout.Support.Serving;

namespace Rollout.Metrics.Tests.Prometheus;

/// <summary>A real Prometheus that scrapes real nodes while they sell, fail and lose their counters.</summary>
public sealed class LivePrometheusTests : IAsyncLifetime
{
    private static readonly TimeSpan Bucket = TimeSpan.FromSeconds(3);
    private static readonly HashSet<string> Canary = new(["n1"], StringComparer.Ordinal);

    private readonly List<LoopbackNode> nodes = [];
    private PrometheusServer prometheus = null!;
    private DateTimeOffset boundary;

    public async Task InitializeAsync()
    {
        var configuration = new StringBuilder("scrape_configs:\n- job_name: shop\n  scrape_interval: 1s\n  scrape_timeout: 1s\n  static_configs:\n");
        for (var i = 1; i <= 3; i++)
        {
            var node = await LoopbackNode.StartAsync();
            nodes.Add(node);
            Show(i, 100);
            configuration.Append(CultureInfo.InvariantCulture, $"  - {{targets: ['{node.Address.Authority}'], labels: {{node: n{i}}}}}\n");
        }

        prometheus = await PrometheusServer.StartAsync(configuration.ToString());
        await UntilAsync("sum(up)", v => v == 3);
    }

    public async Task DisposeAsync()
    {
        await prometheus.DisposeAsync();
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task Every_order_is_counted_once_and_a_node_that_fails_or_loses_its_counter_is_left_out_with_the_reason()
    {
        await using var servers = new PrometheusServers(new NoSecrets(), TimeProvider.System);
        var metric = new BusinessMetricSpec
        {
            Kind = MetricKind.Count,
            Interval = Bucket,
            NodeLabel = "node",
            Source = new MetricSource { Prometheus = new PrometheusSource(prometheus.Address.ToString()) },
            Selectors = new MetricSelectors { Count = "orders_total" },
        };
        var session = new PrometheusSession(new Dictionary<string, BusinessMetricSpec> { ["m"] = metric }, servers, new WorkloadName("default", "shop"), TimeProvider.System);
        boundary = BucketClock.Next(TimeProvider.System.GetUtcNow(), Bucket);
        await UntilAsync(() => NextAsync(session), read => read is MetricRead.Empty { Reason: "first reading: a bucket lies between two" });

        var sold = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["n1"] = 0, ["n2"] = 0, ["n3"] = 0 };
        for (var i = 1; i <= 3; i++)
        {
            Show(i, 100 + i);
        }

        await UntilAsync(() => NextAsync(session), read => Add(sold, read) is { } all && all.Values.Sum() >= 6);
        Assert.Equal([1, 2, 3], sold.Values);

        nodes[2].AnswerWith("oops", status: 500);
        nodes[1].AnswerWith("other_total 1\n");
        var left = Assert.IsType<MetricRead.Data>(await UntilAsync(
            () => NextAsync(session), read => Add(sold, read) is not null && read is MetricRead.Data { LeftOut.Count: > 1 }));
        Assert.Equal("its last scrape failed (up is 0)", left.LeftOut["n3"]);
        Assert.StartsWith("restarted: orders_total{", left.LeftOut["n2"], StringComparison.Ordinal);
        Assert.EndsWith("vanished", left.LeftOut["n2"], StringComparison.Ordinal);

        // It was scraped and showed nothing at both ends: nothing was sold there.
        var zero = Assert.IsType<MetricRead.Data>(await UntilAsync(
            () => NextAsync(session), read => read is MetricRead.Data data && data.Buckets.Any(b => b.Nodes.ContainsKey("n2"))));
        Assert.Equal(0, zero.Buckets.Single().Nodes["n2"].Count);
        Assert.Equal([1, 2, 3], sold.Values);
    }

    private void Show(int node, int orders) => nodes[node - 1].AnswerWith(FormattableString.Invariant($"# TYPE orders_total counter\norders_total {orders}\n"));

    /// <summary>The sums so far; null without a bucket.</summary>
    private static SortedDictionary<string, double>? Add(SortedDictionary<string, double> sums, MetricRead read)
    {
        foreach (var (node, measure) in (read as MetricRead.Data)?.Buckets.SelectMany(b => b.Nodes) ?? [])
        {
            sums[node] += measure.Count;
        }

        return read is MetricRead.Data ? sums : null;
    }

    /// <summary>Reads the next boundary once Prometheus has scraped everybody after it.</summary>
    private async Task<MetricRead> NextAsync(PrometheusSession session)
    {
        var end = boundary.ToUnixTimeMilliseconds() / 1000.0;
        await UntilAsync("min(timestamp(up))", v => v > end);
        var targets = nodes.Select((n, i) => new ScrapeTarget($"n{i + 1}", n.Address)).ToList();
        var read = (await session.ReadAsync(targets, Canary, boundary, CancellationToken.None))["m"];
        boundary += Bucket;
        return read;
    }

    private static async Task<MetricRead> UntilAsync(Func<Task<MetricRead>> next, Func<MetricRead, bool> wanted)
    {
        var seen = new List<MetricRead>();
        while (seen.Count < 15)
        {
            seen.Add(await next());
            if (wanted(seen[^1]))
            {
                return seen[^1];
            }
        }

        throw new InvalidOperationException(string.Join('\n', seen));
    }

    private Task<JsonElement> UntilAsync(string query, Func<double, bool> wanted) => prometheus.UntilAsync(
        $"/api/v1/query?query={Uri.EscapeDataString(query)}",
        answer => answer.GetProperty("data").GetProperty("result").EnumerateArray().Any(
            r => wanted(double.Parse(r.GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture))));
}

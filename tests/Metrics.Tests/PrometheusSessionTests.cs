using Microsoft.AspNetCore.Http;
using Rollout.Api;
using Rollout.Metrics.Prometheus;
using Rollout.Metrics.Secrets;
using Rollout.Metrics.Tests.Prometheus;
using Rollout.Support.Serving;
using static Rollout.Metrics.Tests.Prometheus.StoredStory;

namespace Rollout.Metrics.Tests;

/// <summary>From what a real Prometheus stores to buckets. Its past is written by its own tool, so every figure is known.</summary>
public class PrometheusSessionTests
{
    private static readonly HashSet<string> Canary = new(["n1"], StringComparer.Ordinal);

    [Fact]
    public async Task Counts_each_node_between_its_own_scrapes_and_leaves_out_who_restarted_or_was_not_scraped()
    {
        var stored = new StoredSamples();
        foreach (var (node, phase, rate) in new[] { ("n1", 3, 1), ("n2", 7, 2), ("n3", 11, 3) })
        {
            var labels = $"{{instance=\"{node}:80\",job=\"shop\",pod=\"{node}\"}}";
            stored.Add("up" + labels, -300 + phase, 0, 15, at => node == "n2" && at > -75 && at < -60 ? 0 : 1);
            stored.Add("orders_total" + labels.Replace("{", "{kind=\"sale\",", StringComparison.Ordinal), -300 + phase, 0, 15, at =>
                node == "n3" && at > -100 ? 50 * ((at + 100) / 15) : 1000 + (rate * Math.Round((at + 300 - phase) / 15)));
            stored.Add("orders_total" + labels.Replace("{", "{kind=\"refund\",", StringComparison.Ordinal), -300 + phase, 0, 15, at => at + 400);
        }

        await using var prometheus = await PrometheusServer.WithSamplesAsync(stored.ToString());
        await using var servers = new PrometheusServers(new NoSecrets(), TimeProvider.System);
        var session = Session(servers, prometheus, Orders with { Selectors = new() { Count = "orders_total{kind=\"sale\"}" } });
        Assert.Equal("first reading: a bucket lies between two", Assert.IsType<MetricRead.Empty>(await ReadAsync(session, -240)).Reason);
        var second = Assert.IsType<MetricRead.Data>(await ReadAsync(session, -180));
        Assert.Equal("n1=4 n2=8 n3=12", Show(second));
        Assert.Equal("n1=4 n2=8 n3=12", Show(Assert.IsType<MetricRead.Data>(await ReadAsync(session, -120))));

        // Within this minute n3 began anew and overtook itself; n2's last scrape failed, so everybody waits for it by a bucket.
        var waiting = Assert.IsType<MetricRead.Empty>(await ReadAsync(session, -60));
        Assert.Equal("waiting for n2: its last scrape failed (up is 0)", waiting.Reason);
        var merged = Assert.IsType<MetricRead.Data>(await ReadAsync(session, 0));
        Assert.Equal("n1=8 n2=16", Show(merged));
        Assert.Equal(TimeSpan.FromMinutes(2), merged.Buckets.Single().Length);
        Assert.StartsWith("restarted: orders_total{instance=\"n3:80\",job=\"shop\",kind=\"sale\",pod=\"n3\"} fell from ", merged.LeftOut["n3"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_that_never_completes_an_order_reads_as_zero_and_what_is_not_scraped_as_missing()
    {
        var stored = new StoredSamples().Add("up{pod=\"n1\"}", -200, 0, 10, _ => 1).Add("up{pod=\"n2\"}", -200, 0, 10, _ => 1)
            .Add("orders_total{pod=\"n2\"}", -200, 0, 10, at => at + 200);
        await using var prometheus = await PrometheusServer.WithSamplesAsync(stored.ToString());
        await using var servers = new PrometheusServers(new NoSecrets(), TimeProvider.System);
        var session = Session(servers, prometheus, Orders);
        await ReadAsync(session, -60);
        var data = Assert.IsType<MetricRead.Data>(await ReadAsync(session, 0));
        Assert.Equal("n1=0 n2=60", Show(data));
        Assert.Equal("Prometheus stored nothing of it in the last two buckets: it is not scraped, or its label pod is not \"n3\"", data.LeftOut["n3"]);
    }

    [Fact]
    public async Task Series_without_the_label_that_tells_the_node_are_said_and_not_read_as_zeros()
    {
        var stored = new StoredSamples().Add("up{pod=\"n1\"}", -200, 0, 10, _ => 1)
            .Add("orders_total{instance=\"10.0.0.9:80\",job=\"shop\"}", -200, 0, 10, at => at + 200).Add("other_total{pod=\"x9\"}", -200, 0, 10, at => at + 200);
        await using var prometheus = await PrometheusServer.WithSamplesAsync(stored.ToString());
        await using var servers = new PrometheusServers(new NoSecrets(), TimeProvider.System);
        var bare = Assert.IsType<MetricRead.Rejected>(await ReadAsync(Session(servers, prometheus, Orders), 0));
        Assert.Equal(
            "orders_total has no label pod, which should tell the node (its labels are instance, job); name the right one in nodeLabel", bare.Reason);
        var strange = Session(servers, prometheus, Orders with { Selectors = new() { Count = "other_total" } });
        Assert.Equal(
            "other_total has the label pod with values like \"x9\", and none is a node of the fleet (n1, n2, n3, ...)",
            Assert.IsType<MetricRead.Rejected>(await ReadAsync(strange, 0)).Reason);
    }

    [Fact]
    public async Task Money_values_and_sessions_are_read_with_their_own_selectors_and_templates()
    {
        var stored = new StoredSamples();
        foreach (var (space, factor) in new[] { ("store", 1), ("elsewhere", 100) })
        {
            var labels = $"namespace=\"{space}\",pod=\"n1\"";
            stored.Add($"up{{{labels}}}", -200, 0, 10, _ => 1)
                .Add($"orders_total{{{labels}}}", -200, 0, 10, at => factor * (at + 200) / 10)
                .Add($"money_total{{{labels}}}", -200, 0, 10, at => factor * 2.5 * (at + 200))
                .Add($"sessions_total{{{labels}}}", -200, 0, 10, at => factor * (at + 200))
                .Add($"value_bucket{{le=\"20\",{labels}}}", -200, 0, 10, at => factor * Math.Floor((at + 200) / 30))
                .Add($"value_bucket{{le=\"+Inf\",{labels}}}", -200, 0, 10, at => factor * (at + 200) / 10);
        }

        await using var prometheus = await PrometheusServer.WithSamplesAsync(stored.ToString());
        await using var servers = new PrometheusServers(new NoSecrets(), TimeProvider.System);
        const string Ours = "{namespace=\"{{ namespace }}\"}";
        var dollars = Of(MetricKind.Revenue, new() { Count = "orders_total" + Ours, Sum = "money_total" + Ours, Traffic = "sessions_total" + Ours, ValueBuckets = "value" + Ours });
        var session = Session(servers, prometheus, dollars);
        await ReadAsync(session, -60);
        var measure = Assert.IsType<MetricRead.Data>(await ReadAsync(session, 0)).Buckets.Single().Nodes["n1"];
        Assert.Equal((6, 150, 60), (measure.Count, measure.Sum, measure.Traffic));
        Assert.Equal([2, 4], measure.ValueCounts);
        Assert.Equal([20, double.PositiveInfinity], session.Bins("m")!.UpperBounds);
    }

    [Fact]
    public async Task What_the_server_refuses_is_rejected_and_an_outage_unreachable_and_the_bucket_after_holds_what_was_sold_meanwhile()
    {
        var stored = new StoredSamples();
        foreach (var node in new[] { "n1", "n2", "n3" })
        {
            stored.Add($"up{{pod=\"{node}\"}}", -300, 0, 10, _ => 1).Add($"orders_total{{pod=\"{node}\"}}", -300, 0, 10, at => at + 300);
        }

        await using var prometheus = await PrometheusServer.WithSamplesAsync(stored.ToString());
        await using var servers = new PrometheusServers(new NoSecrets(), TimeProvider.System);
        await using var proxy = await AskedServer.StartAsync();
        using var http = new HttpClient();
        proxy.Node.Answer = async context => await (await http.GetStreamAsync(new Uri(prometheus.Address, $"{context.Request.Path}{context.Request.QueryString}"), context.RequestAborted))
            .CopyToAsync(context.Response.Body, context.RequestAborted);
        var orders = Orders with { Source = new() { Prometheus = new PrometheusSource(proxy.Node.Address.ToString()) } };
        var session = new PrometheusSession(new Dictionary<string, BusinessMetricSpec> { ["m"] = orders }, servers, new WorkloadName("store", "shop"), TimeProvider.System);
        await ReadAsync(session, -120);
        var well = proxy.Node.Answer;
        proxy.Node.AnswerWith("", status: 503);
        var away = Assert.IsType<MetricRead.Unreachable>(await ReadAsync(session, -60));
        Assert.Equal($"Prometheus at {proxy.Node.Address}: it answers 503", away.Reason);
        proxy.Node.Answer = well;
        var data = Assert.IsType<MetricRead.Data>(await ReadAsync(session, 0));
        Assert.Equal("n1=120 n2=120 n3=120", Show(data));
        proxy.Node.AnswerWith("", status: 400);
        Assert.IsType<MetricRead.Rejected>(await ReadAsync(session, 60));
    }

    [Fact]
    public async Task A_native_histogram_where_buckets_are_needed_is_refused()
    {
        await using var server = await AskedServer.StartAsync();
        server.Node.Answer = context => context.Response.WriteAsync(Answer(context.Request.Query["query"].ToString()), context.RequestAborted);
        await using var servers = new PrometheusServers(new NoSecrets(), TimeProvider.System);
        var source = new MetricSource { Prometheus = new PrometheusSource(server.Node.Address.ToString()) };
        var metric = Of(MetricKind.Latency, new() { ValueBuckets = "value" }) with { Source = source };
        var session = new PrometheusSession(new Dictionary<string, BusinessMetricSpec> { ["m"] = metric }, servers, new WorkloadName("store", "shop"), TimeProvider.System);
        Assert.Equal(
            "value is a native histogram, which is not read; let the nodes expose classic buckets (value_bucket) as well",
            Assert.IsType<MetricRead.Rejected>(await ReadAsync(session, 0)).Reason);

        static string Answer(string query)
        {
            const string Start = """{"status":"success","data":{"resultType":"matrix","result":[""";
            return query.StartsWith("up{", StringComparison.Ordinal) ? Start + """{"metric":{"__name__":"up","pod":"n1"},"values":[[1795262390,"1"]]}]}}"""
                : query.StartsWith("value[", StringComparison.Ordinal) ? Start + """{"metric":{"__name__":"value","pod":"n1"},"histograms":[[1795262390,{"count":"1","sum":"1"}]]}]}}"""
                : AskedServer.Nothing;
        }
    }

    private static PrometheusSession Session(PrometheusServers servers, PrometheusServer prometheus, BusinessMetricSpec metric) => new(
        new Dictionary<string, BusinessMetricSpec> { ["m"] = metric with { Source = new() { Prometheus = new PrometheusSource(prometheus.Address.ToString()) } } },
        servers, new WorkloadName("store", "shop"), TimeProvider.System);

    private static async Task<MetricRead> ReadAsync(PrometheusSession session, int seconds) =>
        (await session.ReadAsync(Targets("n1", "n2", "n3"), Canary, Noon.AddSeconds(seconds), CancellationToken.None))["m"];

    private static string Show(MetricRead.Data data) => string.Join(' ', data.Buckets.Single().Nodes.OrderBy(n => n.Key, StringComparer.Ordinal)
        .Select(n => FormattableString.Invariant($"{n.Key}={n.Value.Count}")));
}

using Rollout.Api;

namespace Rollout.Metrics.Tests;

public class MetricValidationTests
{
    private static readonly BusinessMetricSpec Good = new()
    {
        Kind = MetricKind.Revenue,
        Interval = TimeSpan.FromSeconds(60),
        Source = new MetricSource { Scrape = new ScrapeSource() },
        Selectors = new MetricSelectors { Count = "orders_total", Sum = "revenue_dollars_total", ValueBuckets = "order_value_dollars{kind=\"sale\"}", Traffic = "sessions_total" },
    };

    [Fact]
    public void A_good_metric_has_no_problems()
    {
        Assert.Empty(MetricValidation.Problems(Good, "m"));
        Assert.Empty(MetricValidation.Problems(Good with { Kind = MetricKind.Count, Selectors = new MetricSelectors { Count = "orders_total" } }, "m"));
        Assert.Empty(MetricValidation.Problems(Good with { Interval = TimeSpan.FromSeconds(1) }, "m"));
        Assert.Empty(MetricValidation.Problems(Good with { Direction = MetricDirection.LowerIsBetter }, "m"));
        Assert.Empty(MetricValidation.Problems(Good with { Kind = MetricKind.Ratio, Selectors = new() { Count = "errors_total", Traffic = "requests_total" } }, "m"));
        Assert.Empty(MetricValidation.Problems(Good with { Kind = MetricKind.Latency, Selectors = new() { ValueBuckets = "request_duration_seconds" } }, "m"));
        Assert.Empty(MetricValidation.Problems(Good with { Kind = MetricKind.Gauge, Selectors = new() { Sum = "queue_length" } }, "m"));
        Assert.Empty(MetricValidation.Problems(Good with { Interval = TimeSpan.FromMinutes(5) }, "m"));
        Assert.Empty(MetricValidation.Problems(Good with { Source = new() { Prometheus = new("https://thanos.example/prometheus", "s") } }, "m"));
        Assert.Empty(MetricValidation.Problems(Good with { Selectors = Good.Selectors with { Count = "o{pod=~\"{{workload}}-.*\",ns=\"{{ namespace }}\"}" } }, "m"));
    }

    public static TheoryData<string, BusinessMetricSpec, string> Bad => new()
    {
        { "revenue without sum", Good with { Selectors = new() { Count = "a" } }, "m.selectors.sum: Revenue needs the selector sum; name the counter of money, like revenue_dollars_total" },
        { "revenue without count", Good with { Selectors = new() { Sum = "a" } }, "m.selectors.count: Revenue needs the selector count; name the counter of events, like orders_total{kind=\"sale\"}" },
        { "count without count", Good with { Kind = MetricKind.Count, Selectors = new() }, "m.selectors.count: Count needs the selector count; name the counter of events, like orders_total{kind=\"sale\"}" },
        { "ratio", Good with { Kind = MetricKind.Ratio, Selectors = new() { Traffic = "requests_total" } }, "m.selectors.count: Ratio needs the selector count; name the counter of what is counted among the requests, like errors_total" },
        { "ratio without requests", Good with { Kind = MetricKind.Ratio, Selectors = new() { Count = "errors_total" } }, "m.selectors.traffic: Ratio needs the selector traffic; name the counter of the requests, like requests_total" },
        { "latency", Good with { Kind = MetricKind.Latency, Selectors = new() }, "m.selectors.valueBuckets: Latency needs the selector valueBuckets; name the histogram of durations, like request_duration_seconds" },
        { "gauge", Good with { Kind = MetricKind.Gauge, Selectors = new() }, "m.selectors.sum: Gauge needs the selector sum; name the gauge, like queue_length" },
        { "unknown kind", Good with { Kind = (MetricKind)42 }, "m.kind: the kind 42 is not known; known are Revenue, Count, Ratio, Latency, Gauge" },
        { "short interval", Good with { Interval = TimeSpan.FromMilliseconds(500) }, "m.interval: the interval is 500ms; give one from 1s to 5m" },
        { "long interval", Good with { Interval = TimeSpan.FromMinutes(6) }, "m.interval: the interval is 6m; give one from 1s to 5m" },
        { "no source", Good with { Source = new() }, "m.source: there is no source; give exactly one: scrape: {port, path} or prometheus: {address, secretRef}" },
        { "two sources", Good with { Source = new() { Scrape = new(), Prometheus = new("http://p") } }, "m.source: there are two sources; give exactly one: scrape: {port, path} or prometheus: {address, secretRef}" },
        { "prometheus", Good with { Source = new() { Prometheus = new("localhost:9090") } }, "m.source.prometheus.address: \"localhost:9090\" is no URL of a server; write its URL without /api/v1, such as http://127.0.0.1:9090 or https://thanos.example/prometheus" },
        { "password in the address", Good with { Source = new() { Prometheus = new("http://u:hunter2@p") } }, "m.source.prometheus.address: it holds a user and password, which would be shown and logged: they belong into the secret; write its URL without /api/v1, such as http://127.0.0.1:9090 or https://thanos.example/prometheus" },
        { "address of the API", Good with { Source = new() { Prometheus = new("http://p/x/api/v1/") } }, "m.source.prometheus.address: it names the API itself; write its URL without /api/v1, such as http://127.0.0.1:9090 or https://thanos.example/prometheus" },
        { "address with a query", Good with { Source = new() { Prometheus = new("http://p/?x=1") } }, "m.source.prometheus.address: it has a query or a fragment; write its URL without /api/v1, such as http://127.0.0.1:9090 or https://thanos.example/prometheus" },
        { "node label", Good with { NodeLabel = "pod.name", Source = new() { Prometheus = new("http://p") } }, "m.nodeLabel: \"pod.name\" is no label of a stored series; name the label that tells a series' node, like pod or instance" },
        { "template", Good with { Selectors = Good.Selectors with { Count = "orders_total{ns=\"{{ nmspace }}\"}" } }, "m.selectors.count: the template {{ nmspace }} in the matcher of ns is not known; known are {{ namespace }}, {{ workload }}" },
        { "port", Good with { Source = new() { Scrape = new(70000) } }, "m.source.scrape.port: 70000 is no port; give 1 to 65535, or none for the node's own" },
        { "path", Good with { Source = new() { Scrape = new(Path: "metrics") } }, "m.source.scrape.path: \"metrics\" is no path; begin it with one slash, like /metrics" },
        { "path of another host", Good with { Source = new() { Scrape = new(Path: "//evil/metrics") } }, "m.source.scrape.path: \"//evil/metrics\" is no path; begin it with one slash, like /metrics" },
        { "selector", Good with { Selectors = Good.Selectors with { Count = "rate(orders_total[5m])" } }, "m.selectors.count column 5: rate(...) is a function or an aggregation; each node's raw counter is needed, summing and differencing is done here; write the plain selector that is inside the parentheses" },
        { "buckets named", Good with { Selectors = Good.Selectors with { ValueBuckets = "v_bucket" } }, "m.selectors.valueBuckets: v_bucket names the buckets; name the histogram: v" },
        { "le matched", Good with { Selectors = Good.Selectors with { ValueBuckets = "v{le=\"1\"}" } }, "m.selectors.valueBuckets: the label le is matched; all buckets are needed; leave the matcher of le out" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Names_each_problem_with_its_place_and_how_to_mend_it(string name, BusinessMetricSpec spec, string problem)
    {
        Assert.NotEmpty(name);
        Assert.Equal(problem, Assert.Single(MetricValidation.Problems(spec, "m")).ToString());
    }

    [Fact]
    public void Names_all_problems_at_once()
    {
        var worst = Good with { Kind = MetricKind.Gauge, Interval = TimeSpan.Zero, Source = new(), Selectors = new() { Count = "9", Sum = "sum(x)" } };
        Assert.Equal(
            ["m.interval", "m.source", "m.selectors.count column 1", "m.selectors.sum column 4"], MetricValidation.Problems(worst, "m").Select(p => p.Place));
    }
}

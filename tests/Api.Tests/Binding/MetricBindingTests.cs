using Rollout.Api;
using Rollout.Api.Binding;

namespace Rollout.Api.Tests.Binding;

public class MetricBindingTests
{
    private const string Scrape = "\"source\":{\"scrape\":{}}";

    [Fact]
    public void Every_field_of_a_metric_is_read()
    {
        var metric = Metrics("""
            {"name":"errors","role":"Guard","tolerance":"0.3","metric":{"kind":"Ratio","direction":"HigherIsBetter","unit":"errors","interval":"5s",
             "nodeLabel":"host","source":{"scrape":{"port":9100,"path":"/m"}},"selectors":{"count":"errors_total","traffic":"sessions_total"}}}
            """).Value().Metrics[1];
        Assert.Equal(("errors", MetricRole.Guard, 0.3m, null), (metric.Name, metric.Role, metric.Tolerance, metric.MetricRef));
        var of = metric.Metric!;
        Assert.Equal((MetricKind.Ratio, MetricDirection.HigherIsBetter, "errors", TimeSpan.FromSeconds(5), "host"),
            (of.Kind, of.Direction!.Value, of.Unit, of.Interval, of.NodeLabel));
        Assert.Equal(new ScrapeSource(9100, "/m"), of.Source.Scrape);
        Assert.Null(of.Source.Prometheus);
        Assert.Equal(new MetricSelectors { Count = "errors_total", Traffic = "sessions_total" }, of.Selectors);
    }

    [Fact]
    public void A_prometheus_source_is_read_with_the_name_of_its_secret()
    {
        var spec = SpecTexts.Bind("""
            {"metrics":[{"name":"d","metric":{"kind":"Count","source":{"prometheus":{"address":"http://127.0.0.1:9090","secretRef":{"name":"prom"}}},"selectors":{"count":"c"}}}]}
            """).Value();
        Assert.Equal(new PrometheusSource("http://127.0.0.1:9090", "prom"), spec.Metrics[0].Metric!.Source.Prometheus);
    }

    /// <summary>The controller of a cluster may have a server of its own (--prometheus): whether it has, is not the resource's to say.</summary>
    [Fact]
    public void A_prometheus_source_need_not_name_its_server() => Assert.Equal(new PrometheusSource(), SpecTexts.Bind("""
        {"metrics":[{"name":"d","metric":{"kind":"Count","source":{"prometheus":{}},"selectors":{"count":"c"}}}]}
        """).Value().Metrics[0].Metric!.Source.Prometheus);

    [Theory]
    [InlineData("Revenue", "\"sum\":\"s\",\"count\":\"c\",\"valueBuckets\":\"v\",\"traffic\":\"t\"")]
    [InlineData("Count", "\"count\":\"c\",\"traffic\":\"t\"")]
    [InlineData("Ratio", "\"count\":\"c\",\"traffic\":\"t\"")]
    [InlineData("Latency", "\"valueBuckets\":\"v\",\"traffic\":\"t\"")]
    [InlineData("Gauge", "\"sum\":\"s\",\"traffic\":\"t\"")]
    public void Each_kind_takes_its_selectors(string kind, string selectors) =>
        Assert.NotNull(Metrics($$$"""{"name":"m","metric":{"kind":"{{{kind}}}",{{{Scrape}}},"selectors":{ {{{selectors}}} } }}""").Value());

    [Theory]
    [InlineData("Revenue", "\"sum\":\"s\"", "count", "is missing: Revenue is made of it")]
    [InlineData("Revenue", "\"count\":\"c\"", "sum", "is missing: Revenue is made of it")]
    [InlineData("Count", "", "count", "is missing: Count is made of it")]
    [InlineData("Count", "\"count\":\"c\",\"sum\":\"s\"", "sum", "Count does not read it")]
    [InlineData("Ratio", "\"count\":\"c\"", "traffic", "is missing: Ratio is made of it")]
    [InlineData("Latency", "\"valueBuckets\":\"v\",\"count\":\"c\"", "count", "Latency does not read it")]
    [InlineData("Latency", "\"valueBuckets\":\"v_bucket\"", "valueBuckets", "names one series of the histogram")]
    [InlineData("Gauge", "", "sum", "is missing: Gauge is made of it")]
    [InlineData("Count", "\"count\":\"sum(rate(c[5m]))\"", "count", "'sum(rate(c[5m]))' computes: a counter is read raw and differenced by the controller, so that resets and missing samples are seen")]
    public void A_kind_with_other_selectors_is_refused(string kind, string selectors, string role, string what)
    {
        var problem = Metrics($$$"""{"name":"m","metric":{"kind":"{{{kind}}}",{{{Scrape}}},"selectors":{ {{{selectors}}} } }}""").Only();
        Assert.Equal(($"metrics[1].metric.selectors.{role}", what), (problem.Place, problem.What));
    }

    [Theory]
    [InlineData("{}", "metrics[1].metric.source", "says not where the metric is read")]
    [InlineData("{\"scrape\":{},\"prometheus\":{\"address\":\"http://p\"}}", "metrics[1].metric.source", "has both prometheus and scrape")]
    [InlineData("{\"prometheus\":{\"address\":\"localhost:9090\"}}", "metrics[1].metric.source.prometheus.address", "'localhost:9090' is no URL of a server")]
    [InlineData("{\"prometheus\":{\"address\":\"http://u:p@h\"}}", "metrics[1].metric.source.prometheus.address", "holds a user and password, which would be shown and logged")]
    [InlineData("{\"scrape\":{\"path\":\"metrics\"}}", "metrics[1].metric.source.scrape.path", "'metrics' is no path")]
    [InlineData("{\"scrape\":{\"port\":0}}", "metrics[1].metric.source.scrape.port", "is 0, which is out of range")]
    [InlineData("{\"scrape\":{\"port\":\"80\"}}", "metrics[1].metric.source.scrape.port", "is the text '80' where a whole number is wanted")]
    [InlineData("{\"csv\":{}, \"scrape\":{}}", "metrics[1].metric.source.csv", "the key 'csv' is unknown")]
    public void A_source_that_does_not_fit_is_refused(string source, string place, string what)
    {
        var problem = Metrics($$$"""{"name":"m","metric":{"kind":"Count","source":{{{source}}},"selectors":{"count":"c"} } }""").Only();
        Assert.Equal((place, what), (problem.Place, problem.What));
    }

    [Theory]
    [InlineData("{\"name\":\"m\"}", "metrics[1].metric", "is missing")]
    [InlineData("{\"name\":\"m\",\"metricRef\":{\"name\":\"x\"}}", "metrics[1].metricRef", "names a BusinessMetric resource, and a host fleet has no resources to name")]
    [InlineData("{\"name\":\"M m\",\"metric\":{\"kind\":\"Count\",\"source\":{\"scrape\":{}},\"selectors\":{\"count\":\"c\"}}}", "metrics[1].name", "'M m' is no name that fits everywhere")]
    [InlineData("{\"name\":\"dollars\",\"metric\":{\"kind\":\"Count\",\"source\":{\"scrape\":{}},\"selectors\":{\"count\":\"c\"}}}", "metrics[1].name", "two metrics have the name 'dollars'")]
    [InlineData("{\"name\":5,\"metric\":{\"kind\":\"Count\",\"source\":{\"scrape\":{}},\"selectors\":{\"count\":\"c\"}}}", "metrics[1].name", "is the number 5 where text is wanted")]
    [InlineData("{\"name\":\"m\",\"role\":\"Goal\",\"metric\":{\"kind\":\"Count\",\"source\":{\"scrape\":{}},\"selectors\":{\"count\":\"c\"}}}", "metrics[1].role", "is the text 'Goal', which is not known")]
    [InlineData("{\"name\":\"m\",\"metric\":{\"kind\":\"Money\",\"source\":{\"scrape\":{}},\"selectors\":{\"count\":\"c\"}}}", "metrics[1].metric.kind", "is the text 'Money', which is not known")]
    [InlineData("{\"name\":\"m\",\"metric\":{\"source\":{\"scrape\":{}},\"selectors\":{\"count\":\"c\"}}}", "metrics[1].metric.kind", "is missing")]
    [InlineData("{\"name\":\"m\",\"metric\":{\"kind\":\"Count\",\"interval\":\"999ms\",\"source\":{\"scrape\":{}},\"selectors\":{\"count\":\"c\"}}}", "metrics[1].metric.interval", "is 999ms, which is out of range")]
    [InlineData("{\"name\":\"m\",\"metric\":{\"kind\":\"Count\",\"interval\":\"301s\",\"source\":{\"scrape\":{}},\"selectors\":{\"count\":\"c\"}}}", "metrics[1].metric.interval", "is 301s, which is out of range")]
    public void A_metric_that_does_not_fit_is_refused(string metric, string place, string what)
    {
        var problem = Metrics(metric).Only();
        Assert.Equal((place, what), (problem.Place, problem.What));
    }

    [Theory]
    [InlineData("{}", "is missing")]
    [InlineData("{\"metrics\":[]}", "none is an Objective: there is nothing to judge by")]
    [InlineData("{\"metrics\":[{\"name\":\"m\",\"role\":\"Watch\",\"metric\":{\"kind\":\"Count\",\"source\":{\"scrape\":{}},\"selectors\":{\"count\":\"c\"}}}]}", "none is an Objective: there is nothing to judge by")]
    public void Without_an_objective_there_is_no_rollout(string json, string what)
    {
        var problem = SpecTexts.Bind(json).Only();
        Assert.Equal(("metrics", what), (problem.Place, problem.What));
    }

    [Fact]
    public void In_Kubernetes_a_metric_is_named_or_inline_never_both()
    {
        Assert.Equal("x", SpecTexts.Bind("{\"metrics\":[{\"name\":\"m\",\"metricRef\":{\"name\":\"x\"}}]}", SpecPlatform.Kubernetes).Value().Metrics[0].MetricRef);
        Assert.Equal("has neither metricRef nor metric", SpecTexts.Bind("{\"metrics\":[{\"name\":\"m\"}]}", SpecPlatform.Kubernetes).Only().What);
        var both = "{\"metrics\":[{\"name\":\"m\",\"metricRef\":{\"name\":\"x\"},\"metric\":{\"kind\":\"Count\",\"source\":{\"scrape\":{}},\"selectors\":{\"count\":\"c\"}}}]}";
        Assert.Equal("has both metricRef and metric", SpecTexts.Bind(both, SpecPlatform.Kubernetes).Only().What);
    }

    private static Bound<StaggeredRolloutSpec> Metrics(string second) => SpecTexts.Bind($$"""{"metrics":[{{SpecTexts.Metric}},{{second}}]}""");
}

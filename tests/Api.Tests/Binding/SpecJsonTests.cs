using System.Globalization;
using Rollout.Api;
using Rollout.Api.Binding;

namespace Rollout.Api.Tests.Binding;

public class SpecJsonTests
{
    private const string Full = """
        {"stages":[{"nodes":1,"minDuration":"5s","tolerance":"0.20"},{"nodes":"25%","minDuration":"0s","nodeSelector":{"zone":"a"}}],
        "metrics":[{"name":"dollars","metric":{"kind":"Revenue","direction":"HigherIsBetter","unit":"USD","interval":"1s","source":{"scrape":{"port":9100,"path":"/m"}},
        "selectors":{"count":"c{a=\u0022b\u0022}","sum":"s","valueBuckets":"v","traffic":"t"},"nodeLabel":"pod"},"role":"Objective","tolerance":"0.05"}],
        "probes":[{"name":"checkout","probe":{"interval":"1s","timeout":"500ms","failAfter":2,"steps":[{"name":"put","http":{"method":"POST","path":"/b","headers":{"X":"1"},
        "json":{"sku":"tea","n":2.50}},"expect":{"status":[200],"bodyMatches":"ok","jsonPath":{"$.a":"1"},"maxDuration":"500ms"},"capture":{"id":"$.id"}}]}}],
        "errorRates":{"falseRollback":"0.001","falsePromotion":"0.05"},"warmUp":"3s","deadline":"1h30m","onInsufficient":"Widen","onUnavailable":"RollBack",
        "unavailableAfter":"20s","progressDeadline":"30s","paused":true,"deletionPolicy":"Orphan"}
        """;

    [Fact]
    public void What_is_written_is_the_contracts_shape_and_is_read_back_the_same()
    {
        var hosts = Full.ReplaceLineEndings("").Replace(",\"nodeSelector\":{\"zone\":\"a\"}", "", StringComparison.Ordinal);
        Assert.Equal(hosts, SpecJson.Write(SpecTexts.Bind(hosts).Value()).ToJsonString());
    }

    [Fact]
    public void In_Kubernetes_names_and_machines_are_written_too()
    {
        const string Named = """{"metrics":[{"name":"m","metricRef":{"name":"x"}},{"name":"n","metric":{"kind":"Count","source":{"prometheus":{"address":"http://p:9090","secretRef":{"name":"s"}}},"selectors":{"count":"c"}}}],"probes":[{"name":"p"}],"stages":[{"nodes":3,"nodeSelector":{"zone":"a"}}]}""";
        var written = SpecJson.Write(SpecTexts.Bind(Named, SpecPlatform.Kubernetes).Value()).ToJsonString();
        Assert.Equal(written, SpecJson.Write(SpecTexts.Bind(written, SpecPlatform.Kubernetes).Value()).ToJsonString());
        Assert.Contains("\"metricRef\":{\"name\":\"x\"}", written, StringComparison.Ordinal);
        Assert.Contains("\"secretRef\":{\"name\":\"s\"}", written, StringComparison.Ordinal);
        Assert.Contains("\"nodeSelector\":{\"zone\":\"a\"}", written, StringComparison.Ordinal);
    }

    [Fact]
    public void The_summary_is_flat_and_leaves_out_where_things_are_read()
    {
        var hosts = Full.ReplaceLineEndings("").Replace(",\"nodeSelector\":{\"zone\":\"a\"}", "", StringComparison.Ordinal);
        var json = SpecJson.Summarise(SpecTexts.Bind(hosts).Value());
        Assert.Equal("""[{"name":"dollars","role":"Objective","tolerance":"0.05","kind":"Revenue","unit":"USD","interval":"1s"}]""", json["metrics"]!.ToJsonString());
        Assert.Equal("""[{"name":"checkout"}]""", json["probes"]!.ToJsonString());
        Assert.Equal("1", (string?)json["stages"]![0]!["nodes"]);
        Assert.Equal("25%", (string?)json["stages"]![1]!["nodes"]);
    }

    [Fact]
    public void Numbers_are_written_with_a_point_whatever_the_culture()
    {
        var before = CultureInfo.CurrentCulture;
        var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        german.NumberFormat.NumberDecimalSeparator = ",";
        try
        {
            CultureInfo.CurrentCulture = german;
            var spec = SpecTexts.With("\"errorRates\":{\"falseRollback\":\"0.001\"}").Value();
            Assert.Equal("0.001", (string?)SpecJson.Write(spec)["errorRates"]!["falseRollback"]);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}

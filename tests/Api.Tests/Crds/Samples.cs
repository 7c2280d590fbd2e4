using System.Text.Json.Nodes;

namespace Rollout.Api.Tests.Crds;

/// <summary>Resources to begin from: the least that is valid, and everything said.</summary>
internal static class Samples
{
    public const string Rollout = "StaggeredRollout";
    public const string Metric = "BusinessMetric";

    private const string Source = """{"prometheus": {"address": "http://prometheus.monitoring:9090", "secretRef": {"name": "prometheus.token"} } }""";

    public static JsonObject Least(string kind) => Make(kind, kind switch
    {
        Rollout => """{"workload": {"kind": "Deployment", "name": "shop"}, "metrics": [{"name": "dollars", "metricRef": {"name": "dollars-per-minute"} }]}""",
        _ => """{"kind": "Count", "source": {"scrape": {} }, "selectors": {"count": "shop_orders_total"} }""",
    });

    public static JsonObject Full(string kind) => Make(kind, kind switch
    {
        Rollout => $$"""
            {"workload": {"apiVersion": "apps/v1", "kind": "DaemonSet", "name": "shop"},
             "stages": [{"nodes": 1, "minDuration": "10m", "tolerance": "0.20", "nodeSelector": {"zone": "a"} }, {"nodes": "25%", "minDuration": "1h30m", "nodeSelector": {"zone": "b"} }],
             "metrics": [{"name": "dollars", "metricRef": {"name": "dollars-per-minute"}, "role": "Objective", "tolerance": "0.05"},
                         {"name": "errors", "role": "Guard", "tolerance": "0.5", "metric": {"kind": "Ratio", "direction": "LowerIsBetter", "unit": "%", "interval": "30s",
                          "source": {"scrape": {"port": 9100, "path": "/m"} }, "selectors": {"count": "errors_total{code=~\"5..\"}", "traffic": "sessions_total"}, "nodeLabel": "instance"} },
                         {"name": "orders", "role": "Watch", "tolerance": "0.1", "metric": {"kind": "Revenue", "interval": "1m",
                          "source": {{Source}}, "selectors": {"sum": "s", "count": "c{namespace=\"{{"{{ namespace }}"}}\"}", "valueBuckets": "v", "traffic": "t"}, "nodeLabel": "pod"} }],
             "probes": [{"name": "checkout"}], "errorRates": {"falseRollback": "0.001", "falsePromotion": "0.5"},
             "warmUp": "3s", "deadline": "2h", "onInsufficient": "Widen", "onUnavailable": "RollBack", "unavailableAfter": "20s", "progressDeadline": "30s",
             "paused": true, "deletionPolicy": "Orphan"}
            """,
        _ => $$"""
            {"kind": "Revenue", "direction": "HigherIsBetter", "unit": "USD", "interval": "1m", "source": {{Source}},
             "selectors": {"sum": "shop_revenue_total", "count": "shop_orders_total{a=\"b\", c!~\"d|\\\"e\"}", "valueBuckets": "shop_order_value", "traffic": "shop_sessions_total"}, "nodeLabel": "pod"}
            """,
    });

    /// <summary>As many as it takes to write every field that there is.</summary>
    public static IEnumerable<JsonObject> AllFull(string kind) =>
        kind == Metric ? [Full(kind), Full(kind).With("spec.source", "{\"scrape\": {\"port\": 9100}}")] : [Full(kind)];

    public static JsonObject Make(string kind, string spec, string name = "shop") => new()
    {
        ["apiVersion"] = "staggered.dev/v1alpha1", ["kind"] = kind, ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "default" },
        ["spec"] = JsonNode.Parse(spec),
    };

    /// <summary>A copy with one place changed; null removes it. The path is of keys and indexes: <c>spec.stages.0.nodes</c>.</summary>
    public static JsonObject With(this JsonObject sample, string path, string? json)
    {
        var copy = (JsonObject)sample.DeepClone();
        var steps = path.Split('.');
        JsonNode at = copy;
        foreach (var step in steps[..^1])
        {
            at = at is JsonArray list ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]! : at[step]!;
        }

        if (json is null)
        {
            Assert.True(((JsonObject)at).Remove(steps[^1]), $"{path} is not in the sample");
        }
        else if (at is JsonArray items)
        {
            items[int.Parse(steps[^1], System.Globalization.CultureInfo.InvariantCulture)] = JsonNode.Parse(json);
        }
        else
        {
            at[steps[^1]] = JsonNode.Parse(json);
        }

        return copy;
    }
}

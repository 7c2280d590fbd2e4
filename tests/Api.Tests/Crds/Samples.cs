using System.Text.Json.Nodes;

namespace Rollout.Api.Tests.Crds;

/// <summary>Resources to begin from: the least that is valid, and everything said.</summary>
internal static class Samples
{
    public const string Rollout = "StaggeredRollout";
    public const string Metric = "BusinessMetric";
    public const string Probe = "AcceptanceProbe";

    private const string Source = """{"prometheus": {"address": "http://prometheus.monitoring:9090", "secretRef": {"name": "prometheus.token"} } }""";

    public static JsonObject Least(string kind) => Make(kind, kind switch
    {
        Rollout => """{"workload": {"kind": "Deployment", "name": "shop"}, "metrics": [{"name": "dollars", "metricRef": {"name": "dollars-per-minute"} }]}""",
        Probe => """{"steps": [{"name": "ask", "http": {"path": "/"} }]}""",
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
             "alerts": [{"name": "pages", "matchers": ["severity=~\"page|critical\"", "service=\"shop\""], "action": "RollBack", "onResolved": "StayPaused"}],
             "receivers": [{"name": "chat", "kind": "Slack", "secretRef": {"name": "chat.url"}, "on": ["Started", "RolledBack"], "template": "{{"{{ rollout }}"}}: {{"{{ message }}"}}"},
                           {"name": "pager", "kind": "Alertmanager", "url": "https://alertmanager:9093/prefix", "on": ["Held"], "labels": {"team": "shop"} }],
             "onCall": {"beforeStageOne": ["chat"], "onRollback": ["pager", "chat"], "highRisk": ["high", "reckless"]},
             "probes": [{"name": "checkout"}], "errorRates": {"falseRollback": "0.001", "falsePromotion": "0.5"},
             "warmUp": "3s", "deadline": "2h", "onInsufficient": "Widen", "onUnavailable": "RollBack", "unavailableAfter": "20s", "progressDeadline": "30s",
             "paused": true, "deletionPolicy": "Orphan"}
            """,
        Probe => """
            {"interval": "15s", "timeout": "5s", "failAfter": 3, "watchAfter": "1h", "target": {"service": "shop", "port": 8080, "scheme": "http", "nodes": "Each"},
             "customer": {"secretRef": {"name": "test-customer"} }, "mark": {"header": "X-Synthetic", "value": "rollout"},
             "contract": {"steps": ["put in basket"], "ignore": "$.at", "minAnswers": 9},
             "steps": [
              {"name": "put in basket", "http": {"method": "POST", "path": "/basket", "headers": {"X-Y": "z"}, "json": {"sku": "tea", "n": 2.5}, "redirects": 1,
                "version": "1.1", "tls": {"serverName": "shop", "skipVerify": false} },
               "expect": {"status": [200, 201], "jsonPath": {"$.items[0].sku": "tea", "$.n": 2, "$.ok": true}, "maxDuration": "500ms", "headers": {"X-Y": "z"},
                "headersNever": {"X-Z": "z"}, "bodyMatches": "ok", "bodyNever": ["error", "fault"], "schema": {"type": "object"}, "minBytes": 1, "maxBytes": 1000,
                "versions": ["1.1"], "secure": false},
               "capture": {"basket": "$.id"} },
              {"name": "pay", "http": {"method": "POST", "path": "/basket/{{ basket }}/checkout", "form": {"a": 1, "b": "c"}, "redirects": 0}, "expect": {"status": [200], "bodyMatches": "paid"} },
              {"name": "tell", "http": {"method": "PUT", "path": "/", "body": "a\nb", "redirects": 0}, "expect": {"versions": "2"} },
              {"name": "dns", "dns": {"name": "shop.example", "type": "A", "server": "127.0.0.1:53", "transport": "udp", "recursion": true},
               "expect": {"rcode": "NOERROR", "answersAny": "A", "answersAll": ["A"], "answersNever": "MX"} },
              {"name": "tcp", "tcp": {"port": 25, "tls": {"skipVerify": false}, "talk": [{"expect": "^220"}, {"send": "QUIT"}, {"startTls": {"skipVerify": false} }]} },
              {"name": "tls", "tls": {"port": 443, "serverName": "shop.example", "caFile": "/ca.pem", "skipVerify": false}, "expect": {"validDays": 14} },
              {"name": "grpc", "grpc": {"service": "shop", "port": 9090, "tls": {"skipVerify": true} } },
              {"name": "exec", "exec": {"command": ["./check.sh", "x"]} }]}
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

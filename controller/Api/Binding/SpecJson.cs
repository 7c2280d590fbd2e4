using System.Globalization;
using System.Text.Json.Nodes;

namespace Rollout.Api.Binding;

/// <summary>
/// Writes a specification in the contract's shape: decimals as strings, durations as text, everything said, defaults too.
/// <see cref="SpecBinding"/> reads back what this writes.
/// </summary>
public static class SpecJson
{
    public static JsonObject Write(StaggeredRolloutSpec spec)
    {
        var json = new JsonObject();
        if (spec.Workload is { } workload)
        {
            json["workload"] = new JsonObject { ["apiVersion"] = workload.ApiVersion, ["kind"] = workload.Kind.ToString(), ["name"] = workload.Name };
        }

        foreach (var (key, value) in Fields(spec).ToList())
        {
            json[key] = value?.DeepClone();
        }

        AlertJson.Put(json, spec);
        return json;
    }

    /// <summary>A BusinessMetric's <c>spec</c>.</summary>
    public static JsonObject Write(BusinessMetricSpec metric) => Business(metric);

    private static JsonObject Fields(StaggeredRolloutSpec spec) => new()
    {
        ["stages"] = List(spec.Stages, Stage),
        ["metrics"] = List(spec.Metrics, Metric),
        ["probes"] = List(spec.Probes, Probe),
        ["errorRates"] = new JsonObject { ["falseRollback"] = Text(spec.ErrorRates.FalseRollback), ["falsePromotion"] = Text(spec.ErrorRates.FalsePromotion) },
        ["warmUp"] = DurationText.Format(spec.WarmUp),
        ["deadline"] = DurationText.Format(spec.Deadline),
        ["onInsufficient"] = spec.OnInsufficient.ToString(),
        ["onUnavailable"] = spec.OnUnavailable.ToString(),
        ["unavailableAfter"] = DurationText.Format(spec.UnavailableAfter),
        ["progressDeadline"] = DurationText.Format(spec.ProgressDeadline),
        ["paused"] = spec.Paused,
        ["deletionPolicy"] = spec.DeletionPolicy.ToString(),
    };

    /// <summary>
    /// The same for people who look on (<c>GET /api/v1/rollouts</c>): every stage's nodes as text, each metric's kind, unit and interval
    /// beside its name, probes by name alone.
    /// </summary>
    public static JsonObject Summarise(StaggeredRolloutSpec spec)
    {
        var json = Write(spec);
        json["stages"] = List(spec.Stages, stage =>
        {
            var one = Stage(stage);
            one["nodes"] = stage.Nodes.ToString();
            return one;
        });
        json["metrics"] = List(spec.Metrics, metric =>
        {
            var one = new JsonObject { ["name"] = metric.Name, ["role"] = metric.Role.ToString(), ["tolerance"] = Text(metric.Tolerance) };
            Put(one, "metricRef", metric.MetricRef);
            Put(one, "kind", metric.Metric?.Kind.ToString());
            Put(one, "unit", metric.Metric?.Unit);
            Put(one, "interval", metric.Metric is { } of ? DurationText.Format(of.Interval) : null);
            return one;
        });
        json["probes"] = List(spec.Probes, probe => new JsonObject { ["name"] = probe.Name });
        AlertJson.PutNames(json, spec);
        return json;
    }

    private static JsonObject Stage(StageSpec stage)
    {
        var json = new JsonObject { ["nodes"] = stage.Nodes.IsPercent ? stage.Nodes.ToString() : stage.Nodes.Value };
        json["minDuration"] = DurationText.Format(stage.MinDuration);
        Put(json, "tolerance", stage.Tolerance is { } tolerance ? Text(tolerance) : null);
        Put(json, "nodeSelector", stage.NodeSelector);
        return json;
    }

    private static JsonObject Metric(RolloutMetric metric)
    {
        var json = new JsonObject { ["name"] = metric.Name };
        if (metric.MetricRef is not null)
        {
            json["metricRef"] = new JsonObject { ["name"] = metric.MetricRef };
        }

        if (metric.Metric is { } inline)
        {
            json["metric"] = Business(inline);
        }

        json["role"] = metric.Role.ToString();
        json["tolerance"] = Text(metric.Tolerance);
        return json;
    }

    private static JsonObject Business(BusinessMetricSpec metric)
    {
        var json = new JsonObject { ["kind"] = metric.Kind.ToString() };
        Put(json, "direction", metric.Direction?.ToString());
        Put(json, "unit", metric.Unit);
        json["interval"] = DurationText.Format(metric.Interval);
        json["source"] = Source(metric.Source);
        var selectors = new JsonObject();
        Put(selectors, "count", metric.Selectors.Count);
        Put(selectors, "sum", metric.Selectors.Sum);
        Put(selectors, "valueBuckets", metric.Selectors.ValueBuckets);
        Put(selectors, "traffic", metric.Selectors.Traffic);
        json["selectors"] = selectors;
        json["nodeLabel"] = metric.NodeLabel;
        return json;
    }

    private static JsonObject Source(MetricSource source)
    {
        var json = new JsonObject();
        if (source.Prometheus is { } server)
        {
            var prometheus = new JsonObject { ["address"] = server.Address };
            if (server.SecretName is not null)
            {
                prometheus["secretRef"] = new JsonObject { ["name"] = server.SecretName };
            }

            json["prometheus"] = prometheus;
        }

        if (source.Scrape is { } nodes)
        {
            var scrape = new JsonObject();
            if (nodes.Port is { } port)
            {
                scrape["port"] = port;
            }

            scrape["path"] = nodes.Path;
            json["scrape"] = scrape;
        }

        return json;
    }

    private static JsonObject Probe(RolloutProbe probe)
    {
        var json = new JsonObject { ["name"] = probe.Name };
        if (probe.Probe is { } inline)
        {
            json["probe"] = ProbeJson.Write(inline);
        }

        return json;
    }

    private static JsonArray List<T>(IEnumerable<T> items, Func<T, JsonNode> write) => new([.. items.Select(write)]);

    private static void Put(JsonObject json, string key, string? value)
    {
        if (value is not null)
        {
            json[key] = value;
        }
    }

    private static void Put(JsonObject json, string key, IReadOnlyDictionary<string, string> values)
    {
        if (values.Count > 0)
        {
            json[key] = new JsonObject(values.Select(v => KeyValuePair.Create(v.Key, (JsonNode?)v.Value)));
        }
    }

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}

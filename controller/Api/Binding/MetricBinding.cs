namespace Rollout.Api.Binding;

/// <summary>Binds <c>spec.metrics</c> and the BusinessMetric inside.</summary>
internal static class MetricBinding
{
    private static readonly TimeSpan ShortestBucket = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestBucket = TimeSpan.FromMinutes(5);

    public static IReadOnlyList<RolloutMetric> BindAll(FieldReader spec, SpecPlatform platform)
    {
        const string Mend = "write at least one metric with role Objective, such as the money earned";
        if (!spec.Has("metrics"))
        {
            spec.Require("metrics", Mend);
            return [];
        }

        if (spec.Sequence("metrics") is not { } items)
        {
            return [];
        }

        var metrics = new List<RolloutMetric>();
        var before = spec.Problems.Count;
        foreach (var item in items)
        {
            if (FieldReader.Open(item, spec.Problems) is { } fields && Bind(fields, platform) is { } metric)
            {
                if (metrics.Exists(m => string.Equals(m.Name, metric.Name, StringComparison.Ordinal)))
                {
                    spec.Problems.Add(fields.At("name"), $"two metrics have the name '{metric.Name}'", "give each its own");
                }

                metrics.Add(metric);
            }
        }

        // A role that could not be read may have been the objective: it is told as what it is, not as a missing objective too.
        if (spec.Problems.Count == before && !metrics.Exists(m => m.Role == MetricRole.Objective))
        {
            spec.Problems.Add(spec.At("metrics"), "none is an Objective: there is nothing to judge by", Mend);
        }

        return metrics;
    }

    private static RolloutMetric? Bind(FieldReader fields, SpecPlatform platform)
    {
        var name = fields.RequiredLabel("name");
        var role = fields.Choice<MetricRole>("role") ?? MetricRole.Objective;
        var tolerance = fields.Fraction("tolerance", 1m, including: false) ?? 0.1m;
        string? metricRef = null;
        if (platform == SpecPlatform.Hosts)
        {
            fields.Refuse("metricRef", "names a BusinessMetric resource, and a host fleet has no resources to name", "write the metric's fields here, under 'metric:'");
        }
        else if (fields.Map("metricRef") is { } reference)
        {
            metricRef = reference.RequiredLabel("name");
            reference.Close();
        }

        if (platform == SpecPlatform.Kubernetes && fields.Has("metricRef") == fields.Has("metric"))
        {
            fields.Problems.Add(fields.Place, fields.Has("metric") ? "has both metricRef and metric" : "has neither metricRef nor metric",
                "write exactly one of the two");
            fields.Leave("metric");
        }
        else if (platform == SpecPlatform.Hosts && !fields.Has("metricRef"))
        {
            fields.Require("metric", "write what is measured: kind, source and selectors");
        }

        var metric = fields.Map("metric") is { } below ? BindMetric(below) : null;
        fields.Close();
        return name is null ? null : new RolloutMetric { Name = name, Role = role, Tolerance = tolerance, MetricRef = metricRef, Metric = metric };
    }

    /// <summary>The fields of a BusinessMetric.</summary>
    public static BusinessMetricSpec? BindMetric(FieldReader fields)
    {
        var kind = fields.Require("kind", $"write one of {string.Join(", ", Enum.GetNames<MetricKind>())}") is { } node
            ? Scalars.ChoiceOf<MetricKind>(node, fields.Problems)
            : null;
        var direction = fields.Choice<MetricDirection>("direction");
        var unit = fields.Text("unit", longest: 30);
        var interval = fields.Duration("interval", ShortestBucket, LongestBucket) ?? TimeSpan.FromSeconds(60);
        var source = SourceBinding.Bind(fields);
        var nodeLabel = fields.Text("nodeLabel", longest: 100) ?? "pod";
        var selectors = SelectorBinding.Bind(fields, kind);
        fields.Close();
        return kind is null || source is null || selectors is null
            ? null
            : new BusinessMetricSpec
            {
                Kind = kind.Value,
                Direction = direction,
                Unit = unit,
                Interval = interval,
                Source = source,
                Selectors = selectors,
                NodeLabel = nodeLabel,
            };
    }
}

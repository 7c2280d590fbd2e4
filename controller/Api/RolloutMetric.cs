using Rollout.Api.Schema;

namespace Rollout.Api;

/// <summary>A metric's part in a rollout.</summary>
[Rule("has(self.metric) != has(self.metricRef)", "write exactly one of metricRef (the name of a BusinessMetric) and metric (its fields)")]
public sealed record RolloutMetric
{
    /// <summary>Its name in this rollout: in status, on the page, in the controller's own metrics.</summary>
    [Field(Form = FieldForm.Label)]
    public required string Name { get; init; }

    /// <summary>A BusinessMetric of the same namespace; or its fields under metric.</summary>
    [Field(Form = FieldForm.Reference)]
    public string? MetricRef { get; init; }

    /// <summary>What is measured, written here instead of in a BusinessMetric of its own.</summary>
    public BusinessMetricSpec? Metric { get; init; }

    /// <summary>What it may decide.</summary>
    public MetricRole Role { get; init; } = MetricRole.Objective;

    /// <summary>The relative loss that the owner accepts not to notice, such as "0.05" for five per cent.</summary>
    [Field(Below = 1)]
    public decimal Tolerance { get; init; } = 0.1m;
}

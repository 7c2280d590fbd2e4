namespace Rollout.Api;

/// <summary>A metric's part in a rollout.</summary>
public sealed record RolloutMetric
{
    public required string Name { get; init; }

    /// <summary>Name of a BusinessMetric; or <see cref="Metric"/> inline. Exactly one of the two.</summary>
    public string? MetricRef { get; init; }

    public BusinessMetricSpec? Metric { get; init; }

    public MetricRole Role { get; init; } = MetricRole.Objective;

    /// <summary>The relative loss that the owner accepts not to notice, 0 to 1.</summary>
    public decimal Tolerance { get; init; } = 0.1m;
}

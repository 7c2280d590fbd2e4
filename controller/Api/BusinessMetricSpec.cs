namespace Rollout.Api;

/// <summary>A BusinessMetric (contract section 3): what is measured, where, and which way is good.</summary>
public sealed record BusinessMetricSpec
{
    public required MetricKind Kind { get; init; }

    /// <summary>Null: higher is better for Revenue, Count and Gauge, lower for Ratio and Latency.</summary>
    public MetricDirection? Direction { get; init; }

    public string? Unit { get; init; }

    /// <summary>The bucket: 1 s to 5 min.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(60);

    public required MetricSource Source { get; init; }

    public required MetricSelectors Selectors { get; init; }

    public string NodeLabel { get; init; } = "pod";

    public MetricDirection EffectiveDirection => Direction ?? Kind switch
    {
        MetricKind.Ratio or MetricKind.Latency => MetricDirection.LowerIsBetter,
        MetricKind.Revenue or MetricKind.Count or MetricKind.Gauge => MetricDirection.HigherIsBetter,
    };
}

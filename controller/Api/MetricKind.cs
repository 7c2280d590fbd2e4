namespace Rollout.Api;

/// <summary>What a business metric measures (contract section 3, BusinessMetric).</summary>
public enum MetricKind
{
    /// <summary>Money: sum and count of orders, better with a histogram of their values.</summary>
    Revenue,

    /// <summary>Events per time.</summary>
    Count,

    /// <summary>A share of events in traffic (errors, conversion).</summary>
    Ratio,

    /// <summary>A histogram of durations.</summary>
    Latency,

    /// <summary>A level.</summary>
    Gauge,
}

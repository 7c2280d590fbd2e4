namespace Rollout.Api;

/// <summary>What a business metric measures (contract section 3, BusinessMetric).</summary>
public enum MetricKind
{
    /// <summary>Money: sum and count of orders, better with a histogram of their values.</summary>
    Revenue,

    /// <summary>Events per time, such as orders.</summary>
    Count,

    /// <summary>A share of events in traffic, such as errors or conversion.</summary>
    Ratio,

    /// <summary>Durations, by a histogram.</summary>
    Latency,

    /// <summary>A level, such as a queue.</summary>
    Gauge,
}

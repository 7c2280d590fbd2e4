namespace Rollout.Judge;

/// <summary>Which statistic a metric is judged by (judge/README.md 2.4).</summary>
public enum Statistic
{
    /// <summary>Events.</summary>
    Count,

    /// <summary>Money: orders, value tilt and rank where values are known; orders and sums otherwise.</summary>
    Revenue,

    /// <summary>Events among requests (errors, conversions): a node's share of the events against its share of the requests.</summary>
    Ratio,

    /// <summary>Durations: requests slower than bounds that the fleet's past gives, each against the share of requests.</summary>
    Latency,

    /// <summary>A level: its share of the fleet's sum, with a precision that only placebo calibration can tell.</summary>
    Gauge,
}

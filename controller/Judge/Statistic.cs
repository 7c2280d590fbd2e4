namespace Rollout.Judge;

/// <summary>Which statistic a metric is judged by (judge/README.md 2.4).</summary>
public enum Statistic
{
    /// <summary>Events.</summary>
    Count,

    /// <summary>Money: orders, value tilt and rank where values are known; orders and sums otherwise.</summary>
    Revenue,
}

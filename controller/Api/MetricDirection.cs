namespace Rollout.Api;

/// <summary>Which way is good.</summary>
public enum MetricDirection
{
    /// <summary>More is better: money, orders.</summary>
    HigherIsBetter,

    /// <summary>Less is better: errors, durations.</summary>
    LowerIsBetter,
}

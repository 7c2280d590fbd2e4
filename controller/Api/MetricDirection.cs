namespace Rollout.Api;

/// <summary>Which way is good.</summary>
public enum MetricDirection
{
    HigherIsBetter,
    LowerIsBetter,
}

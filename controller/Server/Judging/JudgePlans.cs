using Rollout.Api;
using Rollout.Judge;

namespace Rollout.Server.Judging;

/// <summary>What the spec means to the judge. One alpha for all harm sides of a rollout, shared out by role (judge/README.md 2.6).</summary>
public static class JudgePlans
{
    /// <summary>One plan a metric of the spec, in its order.</summary>
    public static IReadOnlyList<JudgePlan> For(StaggeredRolloutSpec spec)
    {
        var weights = Weights(spec);
        return
        [
            .. spec.Metrics.Select((metric, i) => new JudgePlan
            {
                Statistic = StatisticOf(metric.Metric?.Kind ?? MetricKind.Count),
                Direction = metric.Metric?.EffectiveDirection == MetricDirection.LowerIsBetter ? Direction.LowerIsBetter : Direction.HigherIsBetter,
                Alpha = (double)spec.ErrorRates.FalseRollback,
                AlphaPromote = (double)spec.ErrorRates.FalsePromotion,
                Tolerance = (double)metric.Tolerance,
                HarmWeight = weights[i],
                Horizon = spec.Deadline,
                CautiousWithoutHistory = true,
            }),
        ];
    }

    /// <summary>Parts of alpha: of the metrics in the spec's order, then of its probes.</summary>
    public static IReadOnlyList<double> Weights(StaggeredRolloutSpec spec) =>
        HarmWeights.For([.. spec.Metrics.Select(m => RoleOf(m.Role)), .. spec.Probes.Select(_ => JudgedRole.Probe)]);

    private static Statistic StatisticOf(MetricKind kind) => kind switch
    {
        MetricKind.Revenue => Statistic.Revenue,
        MetricKind.Count => Statistic.Count,
        MetricKind.Ratio => Statistic.Ratio,
        MetricKind.Latency => Statistic.Latency,
        MetricKind.Gauge => Statistic.Gauge,
    };

    public static JudgedRole RoleOf(MetricRole role) => role switch
    {
        MetricRole.Objective => JudgedRole.Objective,
        MetricRole.Guard => JudgedRole.Guard,
        MetricRole.Watch => JudgedRole.Watch,
    };
}

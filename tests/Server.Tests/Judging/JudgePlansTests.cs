using Rollout.Api;
using Rollout.Judge;
using Rollout.Server.Judging;

namespace Rollout.Server.Tests.Judging;

public sealed class JudgePlansTests
{
    [Fact]
    public void All_metrics_share_one_alpha_and_one_that_is_only_watched_has_no_part_in_it()
    {
        var spec = Shop.Spec(Shop.Metric("money", kind: MetricKind.Revenue), Shop.Metric("orders"), Shop.Metric("errors", MetricRole.Guard), Shop.Metric("odd", MetricRole.Watch));
        var plans = JudgePlans.For(spec);
        Assert.Equal(1, plans.Sum(p => p.HarmWeight), 1e-12);
        Assert.Equal(0, plans[3].HarmWeight);
        Assert.True(plans[0].HarmWeight > plans[2].HarmWeight);
        Assert.Equal([Statistic.Revenue, Statistic.Count, Statistic.Count, Statistic.Count], plans.Select(p => p.Statistic));
    }

    [Fact]
    public void The_two_error_rates_are_not_mixed_up_and_a_live_judge_is_cautious_without_history()
    {
        var spec = Shop.Spec() with { ErrorRates = new ErrorRates { FalseRollback = 0.001m, FalsePromotion = 0.07m } };
        var plan = Assert.Single(JudgePlans.For(spec));
        Assert.Equal((0.001, 0.07, 0.2), (plan.Alpha, plan.AlphaPromote, plan.Tolerance));
        Assert.Equal(spec.Deadline, plan.Horizon);
        Assert.True(plan.CautiousWithoutHistory);
    }
}

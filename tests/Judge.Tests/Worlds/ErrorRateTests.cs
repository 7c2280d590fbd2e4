namespace Rollout.Judge.Tests;

/// <summary>
/// The promises, simulated: a look every minute, ten nodes. Few runs and fixed seeds here; ROLLOUT_JUDGE_RUNS=2000 measures.
/// </summary>
public sealed class ErrorRateTests
{
    private static readonly JudgePlan Plan = new() { Statistic = Statistic.Count, Horizon = TimeSpan.FromHours(2) };

    [Theory]
    [InlineData(0, 1)]
    [InlineData(.05, 1)]
    [InlineData(0, 3)]
    public void False_rollbacks_stay_within_alpha(double drift, int clump)
    {
        var runs = Runs.Of(30);
        var wrong = Enumerable.Range(0, runs).Count(run => Judged(Plan, 800 + run, drift, clump, 0).Verdict == Verdict.Worse);
        Assert.InRange((double)wrong / runs, 0, Plan.Alpha + Runs.Slack(Plan.Alpha, runs));
    }

    /// <summary>The same fleet judged without calibration: the check above sees a broken promise.</summary>
    [Fact]
    public void Without_calibration_a_drifting_fleet_is_rolled_back_falsely()
    {
        var plan = Plan with { WithoutCalibration = true };
        var wrong = Enumerable.Range(0, 30).Count(run => Judged(plan, 800 + run, .05, 1, 0).Verdict == Verdict.Worse);
        Assert.True(wrong > 30 * (plan.Alpha + Runs.Slack(plan.Alpha, 30)), $"{wrong} of 30");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(.03)]
    public void False_promotions_stay_within_alpha_at_a_loss_equal_to_the_tolerance(double drift)
    {
        var runs = Runs.Of(30);
        var plan = Plan with { Alpha = 1e-9 }; // judged to the end: a rollback on the way would hide a promotion
        var wrong = Enumerable.Range(0, runs).Count(run => Judged(plan, 900 + run, drift, 1, .1).Verdict is Verdict.NoWorse or Verdict.Better);
        Assert.InRange((double)wrong / runs, 0, plan.AlphaPromote + Runs.Slack(plan.AlphaPromote, runs));
    }

    [Fact]
    public void A_fifth_of_the_orders_lost_is_caught_in_every_run()
    {
        var minutes = Enumerable.Range(0, 20).Select(run => Judged(Plan, 1000 + run, 0, 1, .2)).ToList();
        Assert.All(minutes, m => Assert.Equal(Verdict.Worse, m.Verdict));
        Assert.InRange(minutes.Select(m => m.Minute).Order().ElementAt(10), 5, 25);
    }

    private static (Verdict Verdict, int Minute) Judged(JudgePlan plan, int seed, double drift, int clump, double loss)
    {
        var fleet = new SimulatedFleet(seed) { Drift = drift, DriftEveryMinutes = 120, Clump = clump };
        var baseline = Baselines.FromHistory(plan, fleet.History(1440), fleet.Nodes, ["n0"]);
        fleet.Loss = loss;
        var evidence = MetricJudge.Begin(plan, baseline);
        for (var t = 1; t <= 120; t++)
        {
            evidence = MetricJudge.Observe(plan, baseline, evidence, fleet.Next(), ["n0"]);
            if (MetricJudge.Assess(plan, baseline, evidence, .1).Verdict is var verdict && verdict != Verdict.Insufficient)
            {
                return (verdict, t);
            }
        }

        return (Verdict.Insufficient, 120);
    }
}

namespace Rollout.Judge.Tests;

public sealed class GaugesTests
{
    private static readonly JudgePlan Plan = new() { Statistic = Statistic.Gauge, Horizon = TimeSpan.FromHours(2) };

    private static readonly string[] Nodes = ["a", "b", "c", "d", "e", "f"];

    [Theory]
    [InlineData(1)]
    [InlineData(1e9)]
    [InlineData(1e-9)]
    public void The_unit_does_not_matter(double unit)
    {
        var said = Judged(1, .8, 120, unit);
        var same = Judged(1, .8, 120, 1);
        Assert.Equal(Verdict.Worse, said.Verdict);
        Assert.Equal(same.LogEHarm, said.LogEHarm, 6);
        Assert.Equal(same.Effect!.Value, said.Effect!.Value, 8);
        Assert.Contains(KindBaselines.Gauge, said.Notes);
    }

    [Fact]
    public void A_level_that_holds_is_no_worse_and_the_effect_is_that_of_the_level()
    {
        var held = Judged(2, 1, 240, 1);
        Assert.Equal(Verdict.NoWorse, held.Verdict);
        Assert.InRange(held.Effect!.Value, -.02, .02);
        Assert.InRange(Judged(2, .8, 240, 1).Effect!.Value, -.22, -.18);
    }

    [Fact]
    public void False_rollbacks_stay_within_alpha()
    {
        var runs = Runs.Of(60);
        var wrong = Enumerable.Range(0, runs).Count(run => Judged(100 + run, 1, 120, 1, stop: true).Verdict == Verdict.Worse);
        Assert.InRange((double)wrong / runs, 0, Plan.Alpha + Runs.Slack(Plan.Alpha, runs));
    }

    /// <summary>The check above sees a scale that promises more precision than there is.</summary>
    [Fact]
    public void With_a_scale_ten_times_too_precise_false_rollbacks_come()
    {
        var wrong = Enumerable.Range(0, 60).Count(run => Judged(100 + run, 1, 120, 1, stop: true, sharpen: 10).Verdict == Verdict.Worse);
        Assert.True(wrong > 60 * (Plan.Alpha + Runs.Slack(Plan.Alpha, 60)), $"{wrong} of 60");
    }

    [Fact]
    public void Without_calibration_or_history_nothing_is_judged_and_what_is_missing_is_said()
    {
        var draws = new Draws(5);
        var none = new FleetHistory { BucketLength = SimulatedFleet.Minute, Buckets = [] };
        var few = none with { Buckets = [.. Enumerable.Range(0, 8).Select(t => Next(draws, t, 1, 1))] };
        var enough = none with { Buckets = [.. Enumerable.Range(0, 400).Select(t => Next(draws, t, 1, 1))] };
        foreach (var (plan, history) in new[] { (Plan, none), (Plan, few), (Plan with { WithoutCalibration = true }, enough) })
        {
            var baseline = Baselines.FromHistory(plan, history, Nodes, ["a"]);
            var evidence = MetricJudge.Observe(plan, baseline, MetricJudge.Begin(plan, baseline), Next(draws, 500, .1, 1), ["a"]);
            var said = MetricJudge.Assess(plan, baseline, evidence, .1);
            Assert.Equal((Verdict.Insufficient, 0), (said.Verdict, said.FleetEvents));
            Assert.Equal(0, said.LogEHarm, 12);
            Assert.Equal(0, said.LogESafe, 12);
            Assert.Contains(said.Notes, n => n.StartsWith("a gauge cannot be judged without calibration", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_negative_level_leaves_its_node_out()
    {
        var draws = new Draws(6);
        var history = new FleetHistory { BucketLength = SimulatedFleet.Minute, Buckets = [.. Enumerable.Range(0, 400).Select(t => Next(draws, t, 1, 1))] };
        var baseline = Baselines.FromHistory(Plan, history, Nodes, ["a"]);
        var evidence = MetricJudge.Observe(Plan, baseline, MetricJudge.Begin(Plan, baseline), Next(draws, 500, -1, 1), ["a"]);
        Assert.Equal(1, evidence.LeftOut);
    }

    private static Assessment Judged(int seed, double factor, int minutes, double unit, bool stop = false, double sharpen = 1)
    {
        var draws = new Draws(seed);
        var history = new FleetHistory { BucketLength = SimulatedFleet.Minute, Buckets = [.. Enumerable.Range(0, 1440).Select(t => Next(draws, t, 1, unit))] };
        var baseline = Baselines.FromHistory(Plan, history, Nodes, ["a"]);
        baseline = baseline with { GaugeScale = baseline.GaugeScale * sharpen };
        var evidence = MetricJudge.Begin(Plan, baseline);
        for (var t = 1440; t < 1440 + minutes; t++)
        {
            evidence = MetricJudge.Observe(Plan, baseline, evidence, Next(draws, t, factor, unit), ["a"]);
            if (stop && MetricJudge.Decide(Plan, baseline, evidence, .1) == Verdict.Worse)
            {
                break;
            }
        }

        return MetricJudge.Assess(Plan, baseline, evidence, .1);
    }

    /// <summary>Levels about 50 with 10 % of noise in each node and a common rhythm.</summary>
    private static FleetBucket Next(Draws draws, int t, double factor, double unit)
    {
        var rhythm = 50 * (1 + (.4 * Math.Sin(t / 100.0)));
        return new FleetBucket(SimulatedFleet.Begin + (t * SimulatedFleet.Minute), SimulatedFleet.Minute, Nodes.ToDictionary(
            n => n, n => new Measure { Count = 0, Sum = unit * rhythm * (1 + (.1 * draws.Normal())) * (n == "a" ? factor : 1) }, StringComparer.Ordinal));
    }
}

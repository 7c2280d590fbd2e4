namespace Rollout.Judge.Tests;

public sealed class RatioTests
{
    private static readonly JudgePlan Plan =
        new() { Statistic = Statistic.Ratio, Direction = Direction.LowerIsBetter, Horizon = TimeSpan.FromHours(4) };

    [Theory]
    [InlineData(1, .3, Verdict.NoWorse)]
    [InlineData(1, 3, Verdict.NoWorse)]
    [InlineData(1.5, .3, Verdict.Worse)]
    [InlineData(1.5, 3, Verdict.Worse)]
    [InlineData(.5, 1, Verdict.Better)]
    public void Errors_are_judged_against_the_requests_however_many_there_are(double errors, double requests, Verdict expected)
    {
        var said = Judged(new SessionFleet(11), errors, requests, 240);
        Assert.Equal(expected, said.Verdict);
        Assert.InRange(said.Effect!.Value, (errors - 1) - .1, (errors - 1) + .1);
        Assert.False(said.SplitMismatch);
    }

    [Fact]
    public void False_alarms_stay_within_alpha()
    {
        var runs = Runs.Of(40);
        var wrong = Enumerable.Range(0, runs).Count(run => Judged(new SessionFleet(700 + run) { ErrorRate = .01 }, 1, 1, 240, stop: true).Verdict == Verdict.Worse);
        Assert.InRange((double)wrong / runs, 0, Plan.Alpha + Runs.Slack(Plan.Alpha, runs));
    }

    /// <summary>Nothing to learn shares from: requests tell them.</summary>
    [Fact]
    public void Without_any_history_the_requests_still_tell_the_share()
    {
        var fleet = new SessionFleet(12) { CanaryWeight = .4, CanaryErrors = 1 };
        var baseline = Baselines.FromHistory(Plan, fleet.History(0), fleet.Nodes, ["n0"]);
        var evidence = MetricJudge.Begin(Plan, baseline);
        for (var t = 0; t < 200; t++)
        {
            evidence = MetricJudge.Observe(Plan, baseline, evidence, fleet.Next(ratio: true), ["n0"]);
        }

        Assert.InRange(MetricJudge.Assess(Plan, baseline, evidence, .1).Effect!.Value, -.12, .12);
    }

    [Fact]
    public void A_node_without_requests_says_nothing_and_one_that_does_not_tell_them_is_left_out()
    {
        var baseline = Baselines.FromHistory(Plan, new SessionFleet(13).History(600, ratio: true), new SessionFleet(13).Nodes, ["n0"]);
        var nothing = Observed(baseline, new Measure { Count = 0, Traffic = 0 });
        Assert.Equal(1, nothing.Buckets);
        Assert.Equal(0, MetricJudge.Assess(Plan, baseline, nothing, .1).LogEHarm, 12);
        Assert.Equal(1, Observed(baseline, new Measure { Count = 3 }).LeftOut);
        Assert.Equal(1, Observed(baseline, new Measure { Count = 3, Traffic = double.NaN }).LeftOut);
    }

    private static Evidence Observed(Baseline baseline, Measure canary) => MetricJudge.Observe(
        Plan,
        baseline,
        MetricJudge.Begin(Plan, baseline),
        new FleetBucket(SimulatedFleet.Begin, SimulatedFleet.Minute, new Dictionary<string, Measure>(StringComparer.Ordinal)
        {
            ["n0"] = canary,
            ["n1"] = new() { Count = 4, Traffic = 80 },
        }),
        ["n0"]);

    private static Assessment Judged(SessionFleet fleet, double errors, double requests, int minutes, bool stop = false)
    {
        var baseline = Baselines.FromHistory(Plan, fleet.History(1440, ratio: true), fleet.Nodes, ["n0"]);
        (fleet.CanaryErrors, fleet.CanaryWeight) = (errors, requests);
        var evidence = MetricJudge.Begin(Plan, baseline);
        for (var t = 0; t < minutes; t++)
        {
            evidence = MetricJudge.Observe(Plan, baseline, evidence, fleet.Next(ratio: true), ["n0"]);
            if (stop && MetricJudge.Decide(Plan, baseline, evidence, .1) == Verdict.Worse)
            {
                break;
            }
        }

        return MetricJudge.Assess(Plan, baseline, evidence, .1);
    }
}

namespace Rollout.Judge.Tests;

public sealed class BacktestTrialTests
{
    private static readonly BacktestPlan Plan = new()
    {
        Judge = new JudgePlan { Statistic = Statistic.Count, Horizon = TimeSpan.FromHours(2), CautiousWithoutHistory = true },
        Bucket = TimeSpan.FromMinutes(1),
        Window = TimeSpan.FromHours(2),
    };

    [Fact]
    public void A_canary_that_loses_half_is_rolled_back_after_the_warm_up_and_the_oracle_is_no_slower()
    {
        var ends = Play(0.5, [new OracleTest(0.5), new ThresholdRule()]);
        Assert.All(ends, e => Assert.Equal(Verdict.Worse, e.Verdict));
        Assert.True(ends[1].Minutes <= ends[0].Minutes, $"{ends[1].Minutes} and {ends[0].Minutes}");
        Assert.InRange(ends[1].Minutes!.Value, 3, 12);

        // Six failed checks of a minute each, after two minutes of warm-up.
        Assert.InRange(ends[2].Minutes!.Value, 8, 12);
    }

    [Fact]
    public void A_canary_that_loses_nothing_is_promoted_by_our_judge_and_left_open_by_the_oracle()
    {
        var ends = Play(0, [new OracleTest(0.5), new OBrienFlemingTest()]);
        Assert.Equal(Verdict.NoWorse, ends[0].Verdict);
        Assert.Equal((Verdict.Insufficient, null), (ends[1].Verdict, ends[1].Minutes));
        Assert.Equal((Verdict.NoWorse, 120.0), (ends[2].Verdict, ends[2].Minutes!.Value));
    }

    [Fact]
    public void A_window_without_data_decides_nothing() =>
        Assert.All(BacktestTrial.Play(Plan, Fleet(0).Baseline, 200, [], "n0", "n1", [new ThresholdRule()]), e => Assert.Equal(Verdict.Insufficient, e.Verdict));

    [Fact]
    public void A_rule_is_not_shown_a_bucket_without_the_canary_and_has_no_baseline_where_that_is_missing()
    {
        var (baseline, window) = Fleet(0);
        FleetBucket Without(string node) => window[0] with { Nodes = window[0].Nodes.Where(n => n.Key != node).ToDictionary(StringComparer.Ordinal) };
        Assert.Null(RivalView.Of(Plan.Judge, baseline, Without("n0"), "n0", "n1"));
        Assert.True(double.IsNaN(RivalView.Of(Plan.Judge, baseline, Without("n1"), "n0", "n1")!.Value.Baseline));
        var whole = RivalView.Of(Plan.Judge, baseline, window[0], "n0", "n1")!.Value;
        Assert.Equal(window[0].Nodes["n1"].Count, whole.Baseline);
        Assert.Equal(window[0].Nodes.Values.Sum(m => m.Count), whole.FleetEvents);
        Assert.InRange(whole.Share, 0.09, 0.11);
    }

    [Fact]
    public void A_row_counts_every_end_once()
    {
        var row = BacktestRow.Of("rule", 0.2,
            [new(Verdict.Worse, 5), new(Verdict.Better, 9), new(Verdict.Worse, 8), new(Verdict.Insufficient, null), new(Verdict.NoWorse, 3), new(Verdict.Worse, 30), new(Verdict.Worse, 7)]);
        Assert.Equal((7, 4, 2, 1, 7.5), (row.Runs, row.RolledBack, row.Promoted, row.Undecided, row.MedianMinutes));
        Assert.Null(BacktestRow.Of("rule", 0, [new(Verdict.NoWorse, 3)]).MedianMinutes);
    }

    private static IReadOnlyList<BacktestEnd> Play(double loss, IReadOnlyList<IRivalRule> rules)
    {
        var (baseline, window) = Fleet(loss);
        return BacktestTrial.Play(Plan, baseline, 200, window, "n0", "n1", rules);
    }

    private static (Baseline Baseline, FleetBucket[] Window) Fleet(double loss)
    {
        var fleet = new SimulatedFleet(31);
        var baseline = Baselines.FromHistory(Plan.Judge, fleet.History(1440), fleet.Nodes, ["n0"]);
        fleet.Loss = loss;
        return (baseline, [.. Enumerable.Range(0, 120).Select(_ => fleet.Next())]);
    }
}

namespace Rollout.Judge.Tests;

public sealed class RankTestRuleTests
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    [Fact]
    public void A_canary_that_lost_half_is_low_at_the_first_judgement() =>
        Assert.Equal(15, RivalRun.Of(new RankTestRule(RankReference.Baseline, Quarter), RivalRun.Random(1, 0.5)));

    [Fact]
    public void It_looks_at_its_interval_only() =>
        Assert.Equal(60, RivalRun.Of(new RankTestRule(RankReference.Baseline, TimeSpan.FromHours(1)), RivalRun.Random(1, 0.5)));

    [Fact]
    public void Equal_nodes_pass_and_are_promoted()
    {
        var rule = new RankTestRule(RankReference.Baseline, Quarter);
        Assert.Null(RivalRun.Of(rule, RivalRun.Random(1, 0)));
        Assert.Equal(Verdict.NoWorse, rule.Begin(RivalRun.Plan).AtEnd());
    }

    /// <summary>A skewed series against a mean of nine: the shift of location that judge/README.md 1.1 speaks of.</summary>
    [Fact]
    public void Against_the_mean_of_the_fleet_a_skewed_canary_that_lost_nothing_is_low()
    {
        var random = new Random(3);
        double Skewed() => random.NextDouble() < 0.15 ? 100 : random.NextDouble();
        var samples = Enumerable.Range(0, 240).Select(_ =>
        {
            var controls = Enumerable.Range(0, 9).Select(_ => Skewed()).ToArray();
            return RivalRun.Bucket(Skewed()) with { Controls = controls, Baseline = controls[0] };
        }).ToList();
        Assert.NotNull(RivalRun.Of(new RankTestRule(RankReference.FleetMean, Quarter), samples));
        Assert.Null(RivalRun.Of(new RankTestRule(RankReference.Baseline, Quarter), samples));
    }

    [Fact]
    public void A_baseline_without_readings_decides_nothing() =>
        Assert.Null(RivalRun.Of(
            new RankTestRule(RankReference.Baseline, Quarter), RivalRun.Random(1, 0.9).Select(s => s with { Baseline = double.NaN })));
}

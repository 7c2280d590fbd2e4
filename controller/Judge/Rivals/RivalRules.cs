namespace Rollout.Judge;

/// <summary>The rules of others that tables show beside ours (judge/README.md 5.7).</summary>
public static class RivalRules
{
    /// <param name="alpha">False rollbacks that the rules are set to which can be set at all.</param>
    public static IReadOnlyList<IRivalRule> All(double alpha) =>
    [
        new ThresholdRule(),
        new ThresholdRule(every: TimeSpan.FromMinutes(10)),
        new RankTestRule(RankReference.Baseline, TimeSpan.FromMinutes(15)),
        new RankTestRule(RankReference.FleetMean, TimeSpan.FromMinutes(15)),
        new RankTestRule(RankReference.Baseline, TimeSpan.FromHours(1)),
        new PeekedTTest(0.01),
        new PeekedTTest(0.05),
        new OBrienFlemingTest(alpha),
    ];
}

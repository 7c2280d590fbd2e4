namespace Rollout.Judge.Tests;

public sealed class CrossingCurveTests
{
    private static readonly JudgePlan Plan = new() { Statistic = Statistic.Count };

    /// <summary>The curve against the judge itself, fed the same totals in one bucket.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(.04, 2.5)]
    public void It_says_what_the_judge_says_of_the_same_totals(double sigma0, double phi)
    {
        var baseline = Of(sigma0, phi);
        var curves = new CrossingCurves(Plan, baseline, null, .1, 1e6);
        var harm = curves.Harm(-Math.Log(Plan.Alpha));
        var safe = curves.Safe(curves.SafeExcess(.1, -Math.Log(Plan.AlphaPromote)));
        var (harmful, harmless) = (0, 0);
        foreach (var fleet in new[] { 50.0, 300, 2000, 31_000, 400_000 })
        {
            for (var z = -8.0; z <= 8; z += .37)
            {
                var canary = (.1 * fleet) + (z * Math.Sqrt(.09 * fleet * phi));
                if (canary < 0)
                {
                    continue;
                }

                var said = Judged(baseline, fleet, canary);
                if (Math.Abs(said.LogEHarm - said.HarmThreshold) > .1)
                {
                    Assert.Equal(said.LogEHarm >= said.HarmThreshold, harm.IsCrossed(fleet, canary));
                    harmful += said.LogEHarm >= said.HarmThreshold ? 1 : 0;
                }

                if (Math.Abs(said.LogESafe - said.SafeThreshold) > .1)
                {
                    Assert.Equal(said.LogESafe >= said.SafeThreshold, safe.IsCrossed(fleet, canary));
                    harmless += said.LogESafe >= said.SafeThreshold ? 1 : 0;
                }
            }
        }

        Assert.True(harmful > 10 && harmless > 5, $"{harmful} {harmless}");
    }

    [Fact]
    public void What_has_come_in_already_counts()
    {
        var baseline = Of(0, 1);
        var evidence = MetricJudge.Observe(Plan, baseline, MetricJudge.Begin(Plan, baseline), Bucket(900, 60), ["n0"]);
        var whole = Judged(baseline, 1500, 100).LogEHarm;
        var rest = new CrossingCurves(Plan, baseline, evidence, .1, 1e6).HarmExcess(0)(600, 40);
        Assert.Equal(whole, rest, 1e-9);
    }

    internal static Baseline Of(double sigma0, double phi) => new()
    {
        Nodes = new Dictionary<string, NodeExpectation>(),
        NewNode = new NodeExpectation(1, 1, 0),
        Orders = new PartBaseline { Phi = phi, Sigma0 = sigma0 },
        ExpectedShare = .1,
    };

    private static Assessment Judged(Baseline baseline, double fleet, double canary)
    {
        var evidence = MetricJudge.Observe(Plan, baseline, MetricJudge.Begin(Plan, baseline), Bucket(fleet, canary), ["n0"]);
        return MetricJudge.Assess(Plan, baseline, evidence, .1);
    }

    private static FleetBucket Bucket(double fleet, double canary) => new(SimulatedFleet.Begin, SimulatedFleet.Minute, Enumerable.Range(0, 10)
        .ToDictionary(i => "n" + i, i => new Measure { Count = i == 0 ? canary : (fleet - canary) / 9 }, StringComparer.Ordinal));
}

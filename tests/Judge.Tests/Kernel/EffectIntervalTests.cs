namespace Rollout.Judge.Tests;

public sealed class EffectIntervalTests
{
    /// <summary>The interval must hold the truth at every look of a run together: 95 % of runs. A look every minute for an hour.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, .05)]
    [InlineData(.05, 0)]
    [InlineData(.05, .05)]
    [InlineData(.1, 0)]
    [InlineData(.1, .05)]
    [InlineData(.2, 0)]
    [InlineData(.2, .05)]
    [InlineData(.5, 0)]
    [InlineData(.5, .05)]
    [InlineData(.9, 0)]
    [InlineData(.9, .05)]
    [InlineData(-.3, 0)]
    public void Holds_the_truth_at_every_look_in_95_of_100_runs(double loss, double drift)
    {
        var plan = new JudgePlan { Statistic = Statistic.Count, Horizon = TimeSpan.FromHours(1) };
        var runs = Runs.Of(24);
        var held = Enumerable.Range(0, runs).Count(run => Holds(plan, loss, drift, 600 + run, false));
        Assert.InRange((double)held / runs, .95 - Runs.Slack(.05, runs), 1);
    }

    [Theory]
    [InlineData(.5)]
    [InlineData(.9)]
    public void Holds_the_truth_of_money_too(double loss)
    {
        var plan = new JudgePlan { Horizon = TimeSpan.FromHours(1) };
        var runs = Runs.Of(8);
        var held = Enumerable.Range(0, runs).Count(run => Holds(plan, loss, 0, 700 + run, true));
        Assert.InRange((double)held / runs, .95 - Runs.Slack(.05, runs), 1);
    }

    [Fact]
    public void Narrows_as_evidence_grows_and_is_open_where_nothing_bounds_it()
    {
        static EffectInterval Of(double canary, double fleet)
        {
            var sums = new ShareSums(KernelDesign.OfLosses(1, 0, 1, 0, l => Math.Log(1 - l)));
            sums.Add(new ShareSample(canary, [1], [fleet], .1));
            return EffectInterval.Of(sums.Likelihood(), 0);
        }

        Assert.Equal(-1, Of(0, 1).Low);
        Assert.Null(Of(1, 1).High);
        double? last = null;
        foreach (var events in new[] { 1e3, 1e4, 1e5, 1e6 })
        {
            var interval = Of(events / 10, events);
            Assert.Equal(0, interval.Effect, 1e-9);
            var width = interval.High - interval.Low;
            Assert.True(last is null || width < last / 2.3);
            last = width;
        }
    }

    /// <summary>U/I, the shortcut that judge/README.md 2.1 forbids, shows a loss of 50 % as 41 %; the likelihood does not.</summary>
    [Fact]
    public void Shows_half_a_loss_as_half()
    {
        var sums = new ShareSums(KernelDesign.OfLosses(1, 0, 1, 0, l => Math.Log(1 - l)));
        sums.Add(new ShareSample(5000, [1], [95_000], .1));
        Assert.Equal(-.5, EffectInterval.Of(sums.Likelihood(), 0).Effect, 1e-6);
    }

    private static bool Holds(JudgePlan plan, double loss, double drift, int seed, bool values)
    {
        var fleet = new SimulatedFleet(seed) { Drift = drift, DriftEveryMinutes = 60, WithValues = values };
        var baseline = Baselines.FromHistory(plan, fleet.History(900), fleet.Nodes, ["n0"]);
        fleet.Loss = loss;
        var evidence = MetricJudge.Begin(plan, baseline);
        for (var t = 0; t < plan.Horizon!.Value.TotalMinutes; t++)
        {
            evidence = MetricJudge.Observe(plan, baseline, evidence, fleet.Next(), ["n0"]);
            var assessment = MetricJudge.Assess(plan, baseline, evidence, .1);
            if (assessment.Low > -loss || assessment.High < -loss)
            {
                return false;
            }
        }

        return true;
    }
}

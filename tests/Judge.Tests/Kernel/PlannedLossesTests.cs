namespace Rollout.Judge.Tests;

public sealed class PlannedLossesTests
{
    [Fact]
    public void Without_a_plan_the_weights_stay_those_of_a_rollout_that_may_take_any_time()
    {
        Assert.Same(KernelDesign.LossWeights, PlannedLosses.Weights(Part(0, 0, 0), 0));
        var count = new JudgePlan { Statistic = Statistic.Count };
        var fleet = new SimulatedFleet(71);
        var baseline = Baselines.FromHistory(count with { Horizon = TimeSpan.FromHours(6) }, fleet.History(2880), fleet.Nodes, ["n0"]);
        Assert.Equal(LogSpace.Normalised([.. KernelDesign.LossWeights]), MetricKernels.Of(count, baseline).Orders.LogWeights);
        Assert.NotEqual(LogSpace.Normalised([.. KernelDesign.LossWeights]), MetricKernels.Of(count with { Horizon = TimeSpan.FromHours(6) }, baseline).Orders.LogWeights);
    }

    [Fact]
    public void The_more_a_plan_can_know_the_more_it_looks_for_small_losses()
    {
        double[] small = [.. new[] { 100, 1_000, 10_000, 100_000.0 }.Select(i => Mass(PlannedLosses.Weights(Part(i, i / 360, 0), 0), l => l < .08))];
        Assert.Equal(small.Order(), small);
        Assert.True(small[0] < .1 && small[^1] > .4);
    }

    [Fact]
    public void What_a_look_finds_anyway_gets_a_fifth_and_a_node_effect_ends_what_can_be_known()
    {
        var (slow, fast) = (PlannedLosses.Weights(Part(1e5, 1, 0), 0), PlannedLosses.Weights(Part(1e5, 1e4, 0), 0));
        var half = KernelDesign.Losses.ToList().IndexOf(.5);
        Assert.Equal(.2, fast[half] / slow[half], 1e-12);
        Assert.Equal(PlannedLosses.Weights(Part(200, 1, 0), 0)[3], PlannedLosses.Weights(Part(1e9, 1, Math.Sqrt(1 / 200.0)), 0)[3], 1e-6);
    }

    [Fact]
    public void A_floor_makes_what_is_just_above_it_small()
    {
        var tenth = KernelDesign.Losses.ToList().IndexOf(.1);
        Assert.True(PlannedLosses.Weights(Part(2_000, 1, 0), Math.Log(1 - .07))[tenth] < .5 * PlannedLosses.Weights(Part(2_000, 1, 0), 0)[tenth]);
    }

    private static double Mass(IReadOnlyList<double> weights, Func<double, bool> of) =>
        weights.Where((_, j) => of(KernelDesign.Losses[j])).Sum() / weights.Sum();

    private static PartBaseline Part(double planned, double bucket, double sigma0) =>
        new() { Phi = 1, Sigma0 = sigma0, PlannedInformation = planned, BucketInformation = bucket };
}

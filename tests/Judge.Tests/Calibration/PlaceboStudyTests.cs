namespace Rollout.Judge.Tests;

public sealed class PlaceboStudyTests
{
    private static readonly JudgePlan SixHours = new() { Statistic = Statistic.Count, Horizon = TimeSpan.FromHours(6) };

    [Theory]
    [InlineData(0, 0, 0.012)]
    [InlineData(.02, .015, .027)]
    [InlineData(.05, .044, .063)]
    [InlineData(.1, .088, .122)]
    public void Recovers_the_node_effect(double drift, double low, double high)
    {
        var baseline = Calibrated(new SimulatedFleet(11) { Drift = drift });
        Assert.InRange(baseline.Orders.Sigma0, low, high);
        Assert.InRange(baseline.Orders.Phi, 1, 1.06);
        Assert.Equal(280, baseline.Orders.Windows);
    }

    [Fact]
    public void Recovers_the_overdispersion_of_orders_that_come_in_threes()
    {
        var baseline = Calibrated(new SimulatedFleet(12) { Clump = 3 });
        Assert.InRange(baseline.Orders.Phi, 2.85, 3.15);
        Assert.InRange(baseline.Orders.Sigma0, 0, .02);
    }

    /// <summary>20 % quantiles of chi-square as R's qchisq(0.2, df) gives them; the cube-root approximation is within 1 % of them.</summary>
    [Theory]
    [InlineData(5, 2.342534)]
    [InlineData(10, 6.179079)]
    [InlineData(20, 14.578439)]
    [InlineData(30, 23.364115)]
    public void The_chi_square_quantile_is_near_the_tables(double freedom, double expected) =>
        Assert.InRange(PlaceboStudy.ChiSquareFifth(freedom) / expected, .99, 1.01);

    [Fact]
    public void On_few_windows_the_node_effect_is_taken_at_its_upper_bound()
    {
        // One day holds four windows of six hours for each of ten nodes.
        var fleet = new SimulatedFleet(13) { Drift = .05 };
        var history = fleet.History(7 * 1440);
        var few = history with { Buckets = [.. history.Buckets.Take(1440)] };
        var baseline = Baselines.FromHistory(SixHours, few, fleet.Nodes, ["n0"]);
        Assert.Equal(40, baseline.Orders.Windows);
        Assert.Contains(baseline.Notes, n => n.StartsWith("calibrated on 40 of 60 placebo windows", StringComparison.Ordinal));
        Assert.True(baseline.Orders.Sigma0 > .05);
    }

    /// <summary>Of ten nodes and four windows nine times three are free, of sets of three that overlap (3² · 2 + 1)/9 times fewer; caution is no measurement.</summary>
    [Fact]
    public void Says_how_well_the_node_effect_is_known()
    {
        var fleet = new SimulatedFleet(13) { Drift = .05 };
        var history = fleet.History(1440);
        var one = Baselines.FromHistory(SixHours, history, fleet.Nodes, ["n0"]).Orders;
        Assert.Equal(27, one.Freedom, 1e-9);
        Assert.InRange(one.MeasuredSigma0 / one.Sigma0, .8, .95);
        Assert.InRange(one.WindowInformation / one.PlannedInformation, .95, 1.05);
        Assert.Equal(27 / (19 / 9.0), Baselines.FromHistory(SixHours, history, fleet.Nodes, ["n0", "n1", "n2"]).Orders.Freedom, 1e-9);
    }

    [Fact]
    public void Three_canaries_at_once_vary_less_than_one()
    {
        var fleet = new SimulatedFleet(14) { Drift = .1 };
        var history = fleet.History(7 * 1440);
        var one = Baselines.FromHistory(SixHours, history, fleet.Nodes, ["n0"]).Orders.Sigma0;
        var three = Baselines.FromHistory(SixHours, history, fleet.Nodes, ["n0", "n1", "n2"]).Orders.Sigma0;
        Assert.InRange(three / one, .5, .85);
    }

    private static Baseline Calibrated(SimulatedFleet fleet) =>
        Baselines.FromHistory(SixHours, fleet.History(7 * 1440), fleet.Nodes, ["n0"]);
}

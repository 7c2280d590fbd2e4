namespace Rollout.Judge.Tests;

public sealed class PlaceboWindowsTests
{
    private static readonly JudgePlan Planned = new() { Statistic = Statistic.Count, Horizon = TimeSpan.FromHours(2), Tolerance = .2 };

    [Fact]
    public void Too_short_a_history_has_none() => Assert.Empty(Of(Planned, 9, 20));

    [Theory]
    [InlineData(1440, new[] { 120 })]
    [InlineData(400, new[] { 100, 120 })]
    [InlineData(200, new[] { 50, 100 })]
    public void Windows_are_as_long_as_planned_half_of_the_history_at_most_and_a_quarter_beside_where_few_fit(int history, int[] windows) =>
        Assert.Equal(windows, Of(Planned, history, 20));

    [Fact]
    public void Without_a_plan_they_are_the_longest_that_can_be_studied() => Assert.Equal([100, 200], Of(Planned with { Horizon = null }, 400, 20));

    /// <summary>Ten nodes: six windows of each are sixty, which is enough. A promotion at 500 orders a minute and node takes two minutes.</summary>
    [Fact]
    public void A_live_controller_with_a_short_history_takes_the_longest_of_which_it_has_enough() =>
        Assert.Equal([50], Of(Planned with { CautiousWithoutHistory = true }, 300, 500));

    /// <summary>At two orders a minute a promotion needs hours: windows of minutes would promise what nobody measured.</summary>
    [Fact]
    public void But_none_shorter_than_a_promotion_takes() => Assert.Equal([120], Of(Planned with { CautiousWithoutHistory = true }, 300, 2));

    [Fact]
    public void Windows_shorter_than_the_plan_are_said()
    {
        var fleet = new SimulatedFleet(3) { OrdersPerMinute = 500 };
        var live = Baselines.FromHistory(Planned with { CautiousWithoutHistory = true }, fleet.History(300), fleet.Nodes, ["n0"]);
        Assert.Contains("calibrated on windows of 50 min, for a plan of 120 min: what drifts more slowly was not measured", live.Notes);
        Assert.DoesNotContain(Baselines.FromHistory(Planned, fleet.History(1440), fleet.Nodes, ["n0"]).Notes, n => n.Contains("windows", StringComparison.Ordinal));
    }

    private static int[] Of(JudgePlan plan, int minutes, double orders)
    {
        var fleet = new SimulatedFleet(1) { OrdersPerMinute = orders };
        var history = fleet.History(minutes);
        return PlaceboWindows.For(plan, history, HistorySeries.From(plan, history, [.. fleet.Nodes]), .1);
    }
}

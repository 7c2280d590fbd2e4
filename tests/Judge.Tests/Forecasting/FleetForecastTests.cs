namespace Rollout.Judge.Tests;

public sealed class FleetForecastTests
{
    private static readonly JudgePlan Plan = new() { Statistic = Statistic.Count, Horizon = TimeSpan.FromHours(6) };

    [Fact]
    public void More_canaries_see_what_one_cannot()
    {
        var fleet = new SimulatedFleet(5) { OrdersPerMinute = 50, Drift = .05 };
        var forecast = FleetForecast.Of(
            Plan, fleet.History(4 * 1440), fleet.Nodes, 1, SimulatedFleet.Begin.AddDays(4), TimeSpan.FromMinutes(2), [.15, .5], [.1])!;
        Assert.False(forecast.Metric.Losses[0].Detectable);
        var needed = forecast.CanaryNodesNeeded(.15);
        Assert.InRange(needed!.Value, 2, 5);
        Assert.True(forecast.With(needed.Value, .15).Detectable);
        Assert.NotNull(forecast.With(needed.Value, .15).Median);
        Assert.False(forecast.With(needed.Value - 1, .15).Detectable);
        Assert.Equal(1, forecast.CanaryNodesNeeded(.5));
        Assert.Null(forecast.CanaryNodesNeeded(.004));
    }

    [Fact]
    public void A_fleet_that_has_nobody_to_compare_with_has_no_forecast()
    {
        var fleet = new SimulatedFleet(5) { Nodes = ["n0", "n1"] };
        var history = fleet.History(100);
        Assert.Null(FleetForecast.Of(Plan, history, fleet.Nodes, 2, SimulatedFleet.Begin, TimeSpan.Zero, [.1], []));
        Assert.NotNull(FleetForecast.Of(Plan, history, fleet.Nodes, 1, SimulatedFleet.Begin, TimeSpan.Zero, [.1], []));
    }
}

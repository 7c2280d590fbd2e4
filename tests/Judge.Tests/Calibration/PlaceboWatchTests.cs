namespace Rollout.Judge.Tests;

public sealed class PlaceboWatchTests
{
    private static readonly JudgePlan Plan = new() { Statistic = Statistic.Count, Horizon = TimeSpan.FromHours(4) };

    [Theory]
    [InlineData(0)]
    [InlineData(.05)]
    public void A_fleet_that_is_as_it_always_was_stays_comparable(double drift)
    {
        var runs = Runs.Of(12);
        var crossed = Enumerable.Range(0, runs).Count(run => Highest(300 + run, drift, drift) >= -Math.Log(Plan.Alpha));
        Assert.InRange((double)crossed / runs, 0, Plan.Alpha + Runs.Slack(Plan.Alpha, runs));
    }

    [Fact]
    public void Nodes_that_drift_more_than_ever_before_are_not_comparable()
    {
        var crossed = Enumerable.Range(0, 12).Count(run => Highest(400 + run, .01, .15) >= -Math.Log(Plan.Alpha));
        Assert.Equal(12, crossed);
    }

    /// <summary>One bad control among many is a bad control, and says nothing of the fleet until it outweighs the rest.</summary>
    [Fact]
    public void The_canary_is_not_among_those_that_are_watched_and_many_controls_are_bounded()
    {
        var fleet = new SimulatedFleet(7) { Nodes = [.. Enumerable.Range(0, 120).Select(i => $"n{i:000}")], OrdersPerMinute = 5 };
        var baseline = Baselines.FromHistory(Plan, fleet.History(300), fleet.Nodes, ["n000"]);
        fleet.Loss = .9;
        var watch = PlaceboWatch.Begin;
        for (var t = 0; t < 30; t++)
        {
            watch = watch.After(Plan, baseline, fleet.Next(), ["n000"]);
        }

        Assert.InRange(watch.Watched, 40, PlaceboWatch.Most);
        Assert.InRange(watch.LogMean(Plan, baseline), double.MinValue, 3);
    }

    [Fact]
    public void A_control_that_becomes_a_canary_is_dropped_and_a_pair_of_nodes_has_nothing_to_watch()
    {
        var fleet = new SimulatedFleet(8);
        var baseline = Baselines.FromHistory(Plan, fleet.History(300), fleet.Nodes, ["n0"]);
        var watch = PlaceboWatch.Begin.After(Plan, baseline, fleet.Next(), ["n0"]);
        Assert.Equal(9, watch.Watched);
        Assert.Equal(7, watch.After(Plan, baseline, fleet.Next(), ["n0", "n1", "n2"]).Watched);
        var two = new SimulatedFleet(8) { Nodes = ["n0", "n1"] };
        Assert.Equal(0, PlaceboWatch.Begin.After(Plan, baseline, two.Next(), ["n0"]).Watched);
        Assert.Equal(0, PlaceboWatch.Begin.LogMean(Plan, baseline));
    }

    private static double Highest(int seed, double before, double during)
    {
        var fleet = new SimulatedFleet(seed) { Drift = before, DriftEveryMinutes = 240, OrdersPerMinute = 30 };
        var baseline = Baselines.FromHistory(Plan, fleet.History(2880), fleet.Nodes, ["n0"]);
        var now = new SimulatedFleet(seed + 50_000) { Drift = during, DriftEveryMinutes = 240, OrdersPerMinute = 30 };
        var (watch, highest) = (PlaceboWatch.Begin, double.MinValue);
        for (var t = 0; t < 240; t++)
        {
            watch = watch.After(Plan, baseline, now.Next(), ["n0"]);
            highest = t % 10 == 9 ? Math.Max(highest, watch.LogMean(Plan, baseline)) : highest;
        }

        return highest;
    }
}

namespace Rollout.Judge.Tests;

public sealed class HourChoiceTests
{
    private static readonly JudgePlan Plan = new() { Statistic = Statistic.Count, Horizon = TimeSpan.FromHours(4) };

    private static readonly string[] Nodes = ["a", "b", "c", "d", "e", "f"];

    [Fact]
    public void Nodes_of_different_regions_are_expected_by_the_hour()
    {
        var draws = new Draws(1);
        var regional = Baselines.FromHistory(Plan, History(draws, 7, 1), Nodes, ["a"]);
        var flat = Baselines.FromHistory(Plan, History(draws, 2, 1), Nodes, ["a"]);
        Assert.Equal(24, regional.Nodes["a"].Hours!.Count);
        Assert.Null(flat.Nodes["a"].Hours);
        Assert.True(regional.Orders.Sigma0 < .04 && flat.Orders.Sigma0 > .15, $"{regional.Orders} {flat.Orders}");
        Assert.Contains("the nodes' shares change with the hour of the day (UTC), as they did in the history", regional.Notes);
    }

    /// <summary>Week-ends are no days like others where some nodes serve offices.</summary>
    [Fact]
    public void Hours_of_the_week_are_taken_where_weeks_were_seen()
    {
        var draws = new Draws(2);
        var weeks = Baselines.FromHistory(Plan with { Horizon = TimeSpan.FromHours(8) }, History(draws, 28, 0, weekend: .3, minutes: 5), Nodes, ["a"]);
        Assert.Equal(168, weeks.Nodes["a"].Hours!.Count);
        Assert.True(weeks.Nodes["a"].Hours![12] > 1.5 * weeks.Nodes["a"].Hours![(5 * 24) + 12]);
    }

    [Fact]
    public void Nodes_that_are_alike_have_no_hours()
    {
        var draws = new Draws(3);
        Assert.Null(Baselines.FromHistory(Plan, History(draws, 7, 0), Nodes, ["a"]).Nodes["a"].Hours);
    }

    /// <summary>The promise where it is hardest to keep: a canary whose noon is not the others'.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(.25, true)]
    public void A_regional_canary_is_judged_by_its_own_hours(double loss, bool found)
    {
        var runs = Runs.Of(10);
        var worse = 0;
        for (var run = 0; run < runs; run++)
        {
            var draws = new Draws(900 + run);
            var baseline = Baselines.FromHistory(Plan, History(draws, 7, 1), Nodes, ["a"]);
            var evidence = MetricJudge.Begin(Plan, baseline);
            for (var t = 7 * 1440; t < (7 * 1440) + 240; t++)
            {
                evidence = MetricJudge.Observe(Plan, baseline, evidence, Bucket(draws, t, 1, 1, 1, loss), ["a"]);
                if (MetricJudge.Decide(Plan, baseline, evidence, .1) == Verdict.Worse)
                {
                    worse++;
                    break;
                }
            }
        }

        Assert.InRange((double)worse / runs, found ? 1 : 0, found ? 1 : Plan.Alpha + Runs.Slack(Plan.Alpha, runs));
    }

    [Theory]
    [InlineData("2026-11-23T00:30:00Z", 0)]
    [InlineData("2026-11-22T23:59:00Z", 167)]
    [InlineData("2026-11-23T02:00:00+02:00", 0)]
    [InlineData("2026-11-27T13:00:00Z", 109)]
    public void The_week_begins_on_Monday_at_midnight_in_UTC(string time, int hour) =>
        Assert.Equal(hour, HourFactors.HourOfWeek(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture)));

    private static FleetHistory History(Draws draws, int days, double regional, double weekend = 1, int minutes = 1) => new()
    {
        BucketLength = minutes * SimulatedFleet.Minute,
        Buckets = [.. Enumerable.Range(0, days * 1440 / minutes).Select(t => Bucket(draws, t * minutes, regional, weekend, minutes, 0))],
    };

    /// <summary>Each node's noon lies so many hours after its neighbour's; at the week-end the first half of the nodes has less.</summary>
    private static FleetBucket Bucket(Draws draws, int t, double regional, double weekend, int minutes, double loss)
    {
        var start = SimulatedFleet.Begin + (t * SimulatedFleet.Minute);
        var isWeekend = HourFactors.HourOfWeek(start) >= 120;
        return new FleetBucket(start, minutes * SimulatedFleet.Minute, Nodes.Select((name, i) => (name, i)).ToDictionary(
            n => n.name,
            n => new Measure
            {
                Count = draws.Poisson(20 * minutes * (1 + (.6 * Math.Sin(2 * Math.PI * (t + (regional * 240 * n.i)) / 1440)))
                    * (isWeekend && n.i < 3 ? weekend : 1) * (n.i == 0 ? 1 - loss : 1)),
            },
            StringComparer.Ordinal));
    }
}

namespace Rollout.Judge.Tests;

public sealed class FleetLevelWatchTests
{
    private const int Days = 7;

    [Fact]
    public void A_fleet_that_goes_on_as_on_other_days_is_never_called_down()
    {
        var runs = Runs.Of(20);
        var down = Enumerable.Range(0, runs).Count(run => Minute(100 + run, _ => 1) is not null);
        Assert.InRange((double)down / runs, 0, FleetLevelWatch.Alpha + Runs.Slack(FleetLevelWatch.Alpha, runs));
    }

    /// <summary>From the 60th minute on all nodes, the canary too, have half of their orders: no share moves.</summary>
    [Fact]
    public void A_halving_of_all_nodes_is_seen_within_the_hour()
    {
        var minutes = Enumerable.Range(0, 10).Select(run => Minute(200 + run, t => t < 60 ? 1 : .5)).ToList();
        Assert.All(minutes, m => Assert.InRange(m!.Value, 61, 120));
    }

    [Fact]
    public void A_peak_is_no_damage() => Assert.All(Enumerable.Range(0, 5), run => Assert.Null(Minute(300 + run, t => t < 60 ? 1 : 3)));

    /// <summary>A busy or a slow day is a day like others, by as much as days differed.</summary>
    [Fact]
    public void A_slow_day_of_a_fleet_whose_days_differ_is_none() =>
        Assert.All(Enumerable.Range(0, 5), run => Assert.Null(Minute(400 + run, _ => .8, days: .25)));

    [Fact]
    public void When_the_level_is_back_the_fleet_is_up_again()
    {
        var (watch, begin, draws) = Begun(500, 0);
        for (var t = 0; t < 120; t++)
        {
            watch = watch.After(Bucket(draws, begin + t, .3));
        }

        Assert.True(watch.IsDown);
        Assert.InRange(watch.Level!.Value, .25, .36);
        for (var t = 120; t < 150; t++)
        {
            watch = watch.After(Bucket(draws, begin + t, 1));
        }

        Assert.False(watch.IsDown);
    }

    [Fact]
    public void Too_little_history_foretells_nothing()
    {
        var draws = new Draws(1);
        var day = new FleetHistory { BucketLength = SimulatedFleet.Minute, Buckets = [.. Enumerable.Range(0, 1440).Select(t => Bucket(draws, t, 1))] };
        Assert.Null(FleetLevelCalibration.From(FleetRhythm.From(day, 4)!, day, 4));
    }

    [Fact]
    public void A_bucket_counts_once_and_one_without_any_node_changes_nothing()
    {
        var (watch, begin, draws) = Begun(600, 0);
        var bucket = Bucket(draws, begin, .5);
        var once = watch.After(bucket);
        Assert.Equal(once.LogE, once.After(bucket).LogE);
        var empty = bucket with { Start = bucket.End, Nodes = new Dictionary<string, Measure>(StringComparer.Ordinal) };
        Assert.Equal(once.LogE, once.After(empty).LogE);
        Assert.Null(watch.Level);
    }

    /// <summary>Minutes until it is called down; null: never within six hours.</summary>
    private static int? Minute(int seed, Func<int, double> level, double days = 0)
    {
        var (watch, begin, draws) = Begun(seed, days);
        for (var t = 0; t < 360; t++)
        {
            watch = watch.After(Bucket(draws, begin + t, level(t)));
            if (watch.IsDown)
            {
                return t + 1;
            }
        }

        return null;
    }

    private static (FleetLevelWatch Watch, int Begin, Draws Draws) Begun(int seed, double days)
    {
        var draws = new Draws(seed);
        var levels = Enumerable.Range(0, Days).Select(_ => Math.Exp(days * draws.Normal())).ToArray();
        var history = new FleetHistory
        {
            BucketLength = SimulatedFleet.Minute,
            Buckets = [.. Enumerable.Range(0, Days * 1440).Select(t => Bucket(draws, t, levels[t / 1440]))],
        };
        var rhythm = FleetRhythm.From(history, 4)!;
        var start = SimulatedFleet.Begin.AddDays(Days).AddHours(9);
        var calibration = FleetLevelCalibration.From(rhythm, history, 4)! with { Scale = 1 };
        return (FleetLevelWatch.Begin(rhythm, calibration, start, TimeSpan.FromHours(6)), (Days * 1440) + 540, draws);
    }

    private static FleetBucket Bucket(Draws draws, int t, double level) => new(
        SimulatedFleet.Begin + (t * SimulatedFleet.Minute),
        SimulatedFleet.Minute,
        new[] { "a", "b", "c", "d" }.ToDictionary(
            n => n, n => new Measure { Count = draws.Poisson(5 * level * (1 + (.7 * Math.Sin(2 * Math.PI * t / 1440)))) }, StringComparer.Ordinal));
}

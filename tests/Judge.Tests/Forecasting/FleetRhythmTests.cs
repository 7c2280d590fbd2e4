namespace Rollout.Judge.Tests;

public sealed class FleetRhythmTests
{
    private static readonly DateTimeOffset Monday = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Less_than_two_days_are_one_rate()
    {
        var rhythm = FleetRhythm.From(Hours(30, h => h % 24 < 12 ? 0 : 20), 2)!;
        Assert.Equal(RhythmKind.Flat, rhythm.Kind);
        Assert.Equal(2 * 20 * 12 / 30.0, rhythm.Events(Monday, Monday.AddHours(1)), 9);
    }

    [Fact]
    public void Two_days_are_a_rhythm_by_hour_of_the_day()
    {
        var rhythm = FleetRhythm.From(Hours(48, h => h % 24), 2)!;
        Assert.Equal(RhythmKind.HourOfDay, rhythm.Kind);
        Assert.Equal(2 * (7 + (8 / 2.0)), rhythm.Events(Monday.AddDays(9).AddHours(7), Monday.AddDays(9).AddHours(8.5)), 9);
    }

    [Fact]
    public void Two_weeks_are_a_rhythm_by_hour_of_the_week()
    {
        var rhythm = FleetRhythm.From(Hours(336, h => h % 168 == 30 ? 50 : 1), 2)!;
        Assert.Equal(RhythmKind.HourOfWeek, rhythm.Kind);
        Assert.Equal(100, rhythm.Events(Monday.AddHours((3 * 168) + 30), Monday.AddHours((3 * 168) + 31)), 9);
        Assert.Equal(2, rhythm.Events(Monday.AddHours((3 * 168) + 54), Monday.AddHours((3 * 168) + 55)), 9);
        Assert.Equal((2 * 167) + 100, rhythm.Events(Monday, Monday.AddDays(7)), 9);
    }

    [Fact]
    public void A_gap_of_days_is_no_quiet_time()
    {
        var all = Hours(240, _ => 10);
        var gap = all with { Buckets = [.. all.Buckets.Where(b => b.Start < Monday.AddDays(2) || b.Start >= Monday.AddDays(6))] };
        Assert.Equal(20, FleetRhythm.From(gap, 2)!.Events(Monday.AddDays(3), Monday.AddDays(3).AddHours(1)), 9);
    }

    [Fact]
    public void A_node_that_was_away_counts_as_the_others()
    {
        var buckets = Hours(30, _ => 10).Buckets.Select((b, i) => i % 3 == 0 ? b with { Nodes = b.Nodes.Where(n => n.Key == "a").ToDictionary() } : b);
        var rhythm = FleetRhythm.From(new FleetHistory { BucketLength = TimeSpan.FromHours(1), Buckets = [.. buckets] }, 2)!;
        Assert.Equal(20, rhythm.Events(Monday, Monday.AddHours(1)), 9);
    }

    [Fact]
    public void A_history_without_events_has_no_rhythm() => Assert.Null(FleetRhythm.From(Hours(48, _ => 0), 2));

    private static FleetHistory Hours(int hours, Func<int, double> each) => new()
    {
        BucketLength = TimeSpan.FromHours(1),
        Buckets =
        [
            .. Enumerable.Range(0, hours).Select(h => new FleetBucket(
                Monday.AddHours(h), TimeSpan.FromHours(1),
                new Dictionary<string, Measure> { ["a"] = new() { Count = each(h) }, ["b"] = new() { Count = each(h) } })),
        ],
    };
}

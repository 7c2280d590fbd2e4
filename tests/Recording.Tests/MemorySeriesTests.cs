using Rollout.Judge;
using Rollout.Planning;

namespace Rollout.Recording.Tests;

public sealed class MemorySeriesTests
{
    private static readonly RolloutKey Key = new("store", "shop");
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly MemorySeries series = new();

    [Fact]
    public async Task Buckets_come_back_in_order_none_twice_and_none_from_before_what_is_asked_for()
    {
        foreach (var at in new[] { 2, 1, 2, 3 })
        {
            Keep(at, 2);
        }

        Assert.Equal([2, 3], (await BucketsAsync(Noon + (2 * Minute))).Select(b => (b.Start - Noon).TotalMinutes));
        Assert.Empty(await series.ReadBucketsAsync(Key, "another", Noon, default));
    }

    [Fact]
    public async Task A_large_fleet_keeps_a_shorter_past()
    {
        var nodes = MemorySeries.MostMeasures / 10;
        for (var at = 0; at < 25; at++)
        {
            Keep(at, nodes);
        }

        Assert.Equal((10, 15), ((await BucketsAsync(Noon)).Count, (int)((await BucketsAsync(Noon))[0].Start - Noon).TotalMinutes));
    }

    [Fact]
    public async Task The_oldest_points_and_happenings_go_first()
    {
        for (var i = 0; i < MemorySeries.MostPoints + 5; i++)
        {
            series.Keep(Key, new RecordedNews
            {
                Points = [new MetricPoint("v2", "orders", Noon + (i * Minute), null, null, null, i, 0, 0)],
                Happenings = [new Happening(Noon, "v2", Reasons.AtRest, $"{i}", Severity.Normal)],
            });
        }

        var points = await series.ReadPointsAsync(Key, "v2", default);
        var latest = await series.ReadLatestHappeningsAsync(Key, 2, default);
        Assert.Equal((MemorySeries.MostPoints, 5.0), (points.Count, points[0].LogEHarm));
        Assert.Empty(await series.ReadPointsAsync(Key, "v3", default));
        Assert.Equal(["2004", "2003"], latest.Select(h => h.Happening.Message));
        Assert.True(latest[0].Id > latest[1].Id);
        Assert.Equal(MemorySeries.MostHappenings, (await series.ReadLatestHappeningsAsync(Key, 5000, default)).Count);
    }

    private void Keep(int at, int nodes) => series.Keep(Key, new RecordedNews
    {
        Buckets = [new MetricBucket("orders", new FleetBucket(Noon + (at * Minute), Minute,
            Enumerable.Range(0, nodes).ToDictionary(n => $"n{n}", _ => new Measure { Count = 1 }, StringComparer.Ordinal)))],
    });

    private ValueTask<IReadOnlyList<FleetBucket>> BucketsAsync(DateTimeOffset since) => series.ReadBucketsAsync(Key, "orders", since, default);
}

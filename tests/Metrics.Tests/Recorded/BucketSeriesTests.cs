using Rollout.Metrics.Recorded;

namespace Rollout.Metrics.Tests.Recorded;

public class BucketSeriesTests
{
    private static readonly DateTimeOffset Ten = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_node_without_a_row_has_no_reading_and_a_row_of_zeros_is_quiet()
    {
        var series = await SeriesAsync(
            "2026-11-21T10:02:00Z,n1,4,40,", "2026-11-21T10:00:00Z,n0,3,30,9", "2026-11-21T10:00:00Z,n1,0,0,0",
            "2026-11-21T10:01:00Z,n1,2,20,5", "2026-11-21T10:04:00Z,n0,1,10,2", "2026-11-21T10:03:00Z,n0,1,10,2");
        var history = series.History.Buckets;
        Assert.Equal([0, 1], history.Select(b => (b.Start - Ten).TotalMinutes));
        Assert.Equal(["n0", "n1"], history[0].Nodes.Keys);
        Assert.Equal((0.0, 0.0, (double?)0), (history[0].Nodes["n1"].Count, history[0].Nodes["n1"].Sum, history[0].Nodes["n1"].Traffic));
        Assert.Equal(["n1"], history[1].Nodes.Keys);
        Assert.False(history[1].Nodes.TryGetValue("n0", out _));
        var judged = series.Judged.ToArray();
        Assert.Equal([2, 3], judged.Select(b => (b.Start - Ten).TotalMinutes));
        Assert.Null(judged[0].Nodes["n1"].Traffic);
        Assert.Null(series.History.ValueBins);
    }

    [Fact]
    public async Task A_bucket_without_any_row_is_not_there()
    {
        var series = await SeriesAsync("2026-11-21T09:00:00Z,n0,3,30,", "2026-11-21T10:00:00Z,n1,3,30,", "2026-11-21T10:03:00Z,n1,3,30,");
        Assert.Equal([-60, 0], series.History.Buckets.Select(b => (b.Start - Ten).TotalMinutes));
        Assert.Equal([3], series.Judged.Select(b => (b.Start - Ten).TotalMinutes));
    }

    /// <summary>Judged from 10:02 to 10:04.</summary>
    private static async Task<FleetSeries> SeriesAsync(params string[] rows)
    {
        var path = Path.Combine(Path.GetTempPath(), $"recorded-{Guid.NewGuid():N}.csv");
        await File.WriteAllLinesAsync(path, rows.Prepend("time,node,count,sum,traffic"));
        var data = await RecordedData.ReadBucketsAsync(path, new RecordedLimits(), CancellationToken.None);
        File.Delete(path);
        data.CheckBuckets(TimeSpan.FromMinutes(1), data.Problems);
        Assert.Empty(data.Problems.Lines());
        return data.Cut(new SeriesSpan(TimeSpan.FromMinutes(1), Ten.AddMinutes(2), Ten.AddMinutes(4)), withValues: true);
    }
}

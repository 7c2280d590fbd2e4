using Rollout.Judge;
using Rollout.Metrics.Recorded;

namespace Rollout.Metrics.Tests.Recorded;

public class EventSeriesTests
{
    private static readonly DateTimeOffset Ten = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Cuts_at_the_start_and_leaves_out_the_bucket_that_it_cuts_in_two()
    {
        var series = Series(Ten.AddSeconds(150), null, ("n0", 0, 1), ("n1", 59.9, 2), ("n0", 60, 3), ("n1", 140, 4), ("n0", 170, 5), ("n0", 180, 6), ("n1", 400, 7));
        Assert.Equal([Ten, Ten.AddMinutes(1)], series.History.Buckets.Select(b => b.Start));
        Assert.Equal([3, 4, 5, 6], series.Judged.Select(b => (b.Start - Ten).TotalMinutes));
        Assert.All(series.Judged, b => Assert.Equal(TimeSpan.FromMinutes(1), b.Length));
    }

    [Fact]
    public void A_start_on_the_edge_of_a_bucket_cuts_nothing()
    {
        var series = Series(Ten.AddMinutes(1), Ten.AddMinutes(3), ("n0", 0, 1), ("n1", 60, 2), ("n0", 120, 3), ("n0", 180, 3));
        Assert.Equal([0], series.History.Buckets.Select(b => (b.Start - Ten).TotalMinutes));
        Assert.Equal([1, 2], series.Judged.Select(b => (b.Start - Ten).TotalMinutes));
    }

    [Fact]
    public void Silence_is_quiet_for_every_node_that_the_history_knows()
    {
        var series = Series(Ten.AddMinutes(3), null, ("n0", 0, 10), ("n1", 130, 5), ("n0", 130, 1), ("n0", 150, 2), ("n2", 240, 9));
        Assert.Equal(["n0", "n1", "n2"], series.Nodes);
        var quiet = series.History.Buckets[1];
        Assert.Equal(["n0", "n1"], quiet.Nodes.Keys);
        Assert.All(quiet.Nodes.Values, m => Assert.Equal((0, 0), (m.Count, m.Sum)));
        var busy = series.History.Buckets[2].Nodes;
        Assert.Equal((2, 3), (busy["n0"].Count, busy["n0"].Sum));
        Assert.Equal((1, 5), (busy["n1"].Count, busy["n1"].Sum));
        Assert.False(busy.ContainsKey("n2"));
        var judged = series.Judged.ToArray();
        Assert.Equal(2, judged.Length);
        Assert.All(judged, b => Assert.Equal(3, b.Nodes.Count));
        Assert.Equal(9, judged[1].Nodes["n2"].Sum);
        Assert.Equal(0, judged[1].Nodes["n0"].Count);
    }

    [Fact]
    public void Counts_orders_by_value_in_bins_of_the_history()
    {
        var random = new Random(5);
        var rows = Enumerable.Range(0, 2000).Select(i => ("n" + random.Next(3), (double)random.Next(600), Math.Round(Math.Exp(random.NextDouble() * 5), 2))).ToArray();
        var series = Series(Ten.AddMinutes(5), null, rows);
        var bins = series.History.ValueBins!;
        Assert.Equal(41, bins.UpperBounds.Count);
        foreach (var bucket in series.History.Buckets.Concat(series.Judged))
        {
            foreach (var measure in bucket.Nodes.Values)
            {
                Assert.Equal(measure.Count, measure.ValueCounts!.Sum());
            }
        }

        // Exact means: the history's bins add up to the history's money.
        var money = series.History.Buckets.Sum(b => b.Nodes.Values.Sum(m => m.ValueCounts!.Select((many, bin) => many * bins.Means![bin]).Sum()));
        Assert.Equal(series.History.Buckets.Sum(b => b.Nodes.Values.Sum(m => m.Sum)), money, 6);
    }

    [Fact]
    public void The_order_of_the_rows_changes_nothing()
    {
        var random = new Random(20261121);
        for (var round = 0; round < 50; round++)
        {
            var rows = Enumerable.Range(0, random.Next(20, 800))
                .Select(_ => ("n" + random.Next(5), random.Next(3600) * 0.5, Math.Round(Math.Exp(random.NextDouble() * 12), 2))).ToArray();
            var start = Ten.AddSeconds(random.Next(1800));
            var expected = Text(Series(start, null, rows));
            random.Shuffle(rows);
            Assert.Equal(expected, Text(Series(start, null, rows)));
        }
    }

    private static string Text(FleetSeries series) =>
        string.Join('\n', series.History.Buckets.Concat(series.Judged).Select(b => $"{b.Start:O} {string.Join(' ', b.Nodes.Select(n =>
            $"{n.Key}:{n.Value.Count}/{n.Value.Sum:R}/{string.Concat(n.Value.ValueCounts ?? [])}"))}"))
        + string.Join(' ', series.History.ValueBins?.UpperBounds.Concat(series.History.ValueBins.Means!).Select(x => $"{x:R}") ?? []);

    private static FleetSeries Series(DateTimeOffset start, DateTimeOffset? end, params (string Node, double Second, double Value)[] rows)
    {
        var names = rows.Select(r => r.Node).Distinct().ToList();
        var table = new EventTable(names);
        var range = default(RowRange);
        foreach (var (node, second, value) in rows)
        {
            var ticks = Ten.AddSeconds(second).UtcTicks;
            table.Times.Add(ticks);
            table.NodeOf.Add((ushort)names.IndexOf(node));
            table.Values.Add(value);
            range.Include(ticks, 1);
        }

        table.Range = range;
        var span = new SeriesSpan(TimeSpan.FromMinutes(1), start, end);
        return EventSeries.Cut(BucketedEvents.Sort(table, span.Bucket), span, withValues: true);
    }
}

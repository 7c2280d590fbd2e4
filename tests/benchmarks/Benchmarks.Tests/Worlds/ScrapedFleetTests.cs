using Rollout.Benchmarks.Worlds;
using Rollout.Judge;

namespace Rollout.Benchmarks.Tests.Worlds;

public sealed class ScrapedFleetTests
{
    [Fact]
    public void A_missed_scrape_is_deferred_and_every_bucket_holds_what_its_nodes_did_in_it()
    {
        var (minutes, buckets) = Scrape(new World("") { Trouble = ScrapeTrouble.Missing, HistoryMinutes = 1 });
        Assert.Contains(buckets, b => b.Length > WorldFleet.Minute);
        Assert.Contains(buckets, b => b.Nodes.Count < World.Nodes);
        foreach (var bucket in buckets)
        {
            foreach (var (node, measure) in bucket.Nodes)
            {
                Assert.Equal(minutes.Where(m => m.Start >= bucket.Start && m.End <= bucket.End).Sum(m => m.Nodes[node].Count), measure.Count);
            }
        }
    }

    [Fact]
    public void A_node_that_began_anew_is_left_out_of_that_span_and_nothing_is_counted_that_did_not_happen()
    {
        var (minutes, buckets) = Scrape(new World("") { Trouble = ScrapeTrouble.Resets, HistoryMinutes = 1 });
        var leftOut = buckets.Sum(b => World.Nodes - b.Nodes.Count);
        Assert.InRange(leftOut, 20, 60); // 360 minutes, ten nodes, a restart every 120 minutes: 30
        Assert.All(buckets, b => Assert.All(b.Nodes, n => Assert.Equal(minutes.First(m => m.Start == b.Start).Nodes[n.Key].Count, n.Value.Count)));
    }

    private static (List<FleetBucket> Minutes, List<FleetBucket> Buckets) Scrape(World world)
    {
        var fleet = new WorldFleet(world, 0, OrderValues.Of(0), 11);
        fleet.History();
        var scraped = new ScrapedFleet(world, fleet);
        var (minutes, buckets) = (new List<FleetBucket>(), new List<FleetBucket>());
        for (var t = 0; t < 360; t++)
        {
            minutes.Add(fleet.Next());
            if (scraped.Read(minutes[^1]) is { } bucket)
            {
                buckets.Add(bucket);
            }
        }

        return (minutes, buckets);
    }
}

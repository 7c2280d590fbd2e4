using Rollout.Judge;
using Rollout.Server.Judging;

namespace Rollout.Server.Tests.Judging;

public sealed class HistoriesTests
{
    private static readonly ValueBins Two = new() { UpperBounds = [10, double.PositiveInfinity] };

    [Fact]
    public void Buckets_counted_in_other_bins_than_todays_are_left_out()
    {
        var history = Histories.Of(Shop.Bucket, Two, [Counted(0, 3), Counted(1, 2), Shop.At(2)]);
        Assert.Equal([Shop.Noon + Shop.Bucket], history.Buckets.Select(b => b.Start));
        Assert.Same(Two, history.ValueBins);
    }

    [Fact]
    public void When_none_is_alike_all_are_kept_without_their_order_values()
    {
        var history = Histories.Of(Shop.Bucket, Two, [Counted(0, 3), Counted(1, 3)]);
        Assert.Equal(2, history.Buckets.Count);
        Assert.Null(history.ValueBins);
        Assert.All(history.Buckets.SelectMany(b => b.Nodes.Values), m => Assert.Null(m.ValueCounts));
        Assert.Equal(10, history.Buckets[0].Nodes["n1"].Count);
    }

    private static FleetBucket Counted(int at, int bins)
    {
        var bucket = Shop.At(at);
        return bucket with
        {
            Nodes = bucket.Nodes.ToDictionary(n => n.Key, n => n.Value with { ValueCounts = new double[bins] }, StringComparer.Ordinal),
        };
    }

    [Fact]
    public void A_stores_past_ends_where_the_record_begins_for_only_the_record_knows_who_ran_what()
    {
        var past = Enumerable.Range(0, 10).Select(i => Shop.At(i, canary: 7)).ToList();
        var recorded = new[] { Shop.At(6), Shop.At(8) };
        var joined = Histories.Joined(past, recorded, Shop.Noon + (2 * Shop.Bucket));
        Assert.Equal([2, 3, 4, 5, 6, 8], joined.Select(b => (b.Start - Shop.Noon) / Shop.Bucket));
        Assert.Equal([7, 7, 7, 7, 10, 10], joined.Select(b => b.Nodes["n1"].Count));
        Assert.Equal(10, Histories.Joined(past, [], Shop.Noon).Count);
        Assert.Same(recorded, Histories.Joined([], recorded, Shop.Noon));
    }
}

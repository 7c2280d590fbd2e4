using Rollout.Judge;
using Rollout.Planning;
using Rollout.Recording;
using Rollout.Server.Judging;

namespace Rollout.Server.Tests.Judging;

public sealed class BucketScreenTests
{
    private static readonly SteadyNodes Steady = SteadyNodes.None;

    [Fact]
    public void Nodes_that_are_away_unknown_down_or_on_another_version_are_left_out_with_their_reason()
    {
        var bucket = Shop.Of(0, ("n1", 10), ("n2", 10), ("n3", 10), ("n4", 10), ("n5", 10));
        var fleet = Shop.Fleet(new ObservedNode("n2", "v1", false, "refuses connections"), new ObservedNode("n3", null, true), new ObservedNode("n4", "v0", true));
        var screened = BucketScreen.Screen(bucket, fleet, Shop.OnTrial(), Steady, TimeSpan.Zero);
        Assert.Equal(["n1"], screened.Bucket.Nodes.Keys);
        Assert.Equal("refuses connections", screened.Excluded["n2"]);
        Assert.Equal("runs an unknown version instead of v1", screened.Excluded["n3"]);
        Assert.Equal("runs v0 instead of v1", screened.Excluded["n4"]);
        Assert.Equal("is not in the fleet", screened.Excluded["n5"]);
        Assert.Equal(5, bucket.Nodes.Count);
    }

    [Fact]
    public void A_canary_still_on_the_old_version_and_a_stable_node_already_on_the_new_one_are_not_compared()
    {
        var fleet = Shop.Fleet(new ObservedNode("n1", "v1", true), new ObservedNode("n2", "v2", true));
        var screened = BucketScreen.Screen(Shop.At(0), fleet, Shop.OnTrial(), Steady, TimeSpan.Zero);
        Assert.Equal(["n3", "n4"], screened.Bucket.Nodes.Keys);
    }

    [Fact]
    public void A_canary_that_warms_up_counts_from_the_first_bucket_that_begins_warm()
    {
        var progress = Shop.OnTrial() with { WarmingNodes = ["n1"], WarmUpUntil = Shop.Noon.AddSeconds(20) };
        bool Counts(int at, Progress now) => BucketScreen.Screen(Shop.At(at), Shop.Fleet(), now, Steady, TimeSpan.Zero).Bucket.Nodes.ContainsKey("n1");
        Assert.False(Counts(1, progress));
        Assert.True(Counts(2, progress));
        Assert.False(Counts(200, progress with { WarmUpUntil = null }));
    }

    [Fact]
    public void A_stable_node_that_came_back_warms_up_too()
    {
        var since = new SteadyNodes { Nodes = Shop.Named("n2", new SteadyNode("v1", Shop.Noon, Shop.Noon)) };
        string? Why(int at) => BucketScreen.Screen(Shop.At(at), Shop.Fleet(), Shop.OnTrial(), since, TimeSpan.FromSeconds(30)).Excluded.GetValueOrDefault("n2");
        Assert.Equal("warms up", Why(2));
        Assert.Null(Why(3));
    }

    [Fact]
    public void A_merged_bucket_that_began_in_a_canarys_warm_up_does_not_count_once_the_warm_up_is_over()
    {
        var over = Shop.OnTrial() with { WarmingNodes = [], WarmUpUntil = Shop.Noon.AddSeconds(30) };
        var since = new SteadyNodes { Nodes = Shop.Named("n1", new SteadyNode("v2", Shop.Noon, Shop.Noon)) };
        string? Why(int from) => BucketScreen.Screen(
            new FleetBucket(Shop.Noon.AddSeconds(from), TimeSpan.FromSeconds(60), Shop.At(0).Nodes), Shop.Fleet(), over, since, TimeSpan.FromSeconds(30))
            .Excluded.GetValueOrDefault("n1");
        Assert.Equal("warms up", Why(20));
        Assert.Null(Why(30));
    }

    /// <summary>Its sessions may buy once it counts; those of a node that is down buy nothing.</summary>
    [Fact]
    public void The_sessions_of_a_node_that_warms_up_are_remembered_though_its_orders_do_not_count()
    {
        var progress = Shop.OnTrial() with { WarmingNodes = ["n1"], WarmUpUntil = Shop.Noon.AddSeconds(20) };
        var bucket = Shop.At(0) with { Nodes = Shop.At(0).Nodes.ToDictionary(n => n.Key, n => n.Value with { Traffic = 7 }, StringComparer.Ordinal) };
        var screened = BucketScreen.Screen(bucket, Shop.Fleet(new ObservedNode("n2", "v1", false)), progress, Steady, TimeSpan.Zero).Bucket;
        Assert.Equal(["n3", "n4"], screened.Nodes.Keys);
        Assert.Equal(7, Assert.Single(screened.Sessions, s => s.Key == "n1").Value);
    }
}

using Rollout.Planning;
using Rollout.Server.Loop;
using Rollout.Server.Tests.Judging;

namespace Rollout.Server.Tests.Loop;

public sealed class LevelCheckTests
{
    private static readonly Effect Canary = new Effect.EnsureCanaries("v2", "v1", ["n1"]);

    [Fact]
    public void A_fleet_is_at_a_level_only_when_every_node_is_ready_on_its_own_revision()
    {
        Assert.True(LevelCheck.IsAt(Canary, Shop.Seen()));
        Assert.False(LevelCheck.IsAt(Canary, Shop.Seen(new ObservedNode("n2", "v2", true))));
        Assert.False(LevelCheck.IsAt(Canary, Shop.Seen(new ObservedNode("n3", "v1", false))));
        Assert.False(LevelCheck.IsAt(new Effect.EnsureEverywhere("v2"), Shop.Seen()));
    }

    [Fact]
    public void A_fleet_that_cannot_be_seen_is_not_taken_to_be_there() =>
        Assert.False(LevelCheck.IsAt(Canary, new Observed<FleetState>.Unreadable("no route")));

    /// <summary>A Deployment's canaries have the names that it gives them, beside the vacant places that were ordered.</summary>
    [Fact]
    public void Where_the_platform_chooses_the_nodes_their_number_counts_and_not_their_names()
    {
        Effect two = new Effect.EnsureCanaries("v2", "v1", ["shop-canary#1", "shop-canary#2"]);
        Assert.True(LevelCheck.IsAt(two, Chosen(("a", "v1", true), ("b", "v1", true), ("x", "v2", true), ("y", "v2", true))));
        Assert.False(LevelCheck.IsAt(two, Chosen(("a", "v1", true), ("b", "v1", true), ("x", "v2", true))));
        Assert.False(LevelCheck.IsAt(two, Chosen(("a", "v1", true), ("x", "v2", true), ("y", "v2", true), ("z", "v2", true))));
        Assert.False(LevelCheck.IsAt(two, Chosen(("a", "v1", true), ("x", "v2", true), ("y", "v2", false))));
        Assert.False(LevelCheck.IsAt(two, Chosen(("a", "v0", true), ("x", "v2", true), ("y", "v2", true))));
    }

    private static Observed<FleetState> Chosen(params (string Name, string Revision, bool Ready)[] nodes) => new Observed<FleetState>.Known(
        new FleetState([.. nodes.Select(n => new ObservedNode(n.Name, n.Revision, n.Ready))]) { Places = new CanaryPlaces(["x", "y", "shop-canary#1"]) });
}

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
}

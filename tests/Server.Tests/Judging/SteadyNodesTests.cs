using Rollout.Planning;
using Rollout.Server.Judging;

namespace Rollout.Server.Tests.Judging;

public sealed class SteadyNodesTests
{
    [Fact]
    public void A_node_is_steady_since_it_was_first_seen_and_begins_anew_after_it_was_down_or_changed()
    {
        var later = Shop.Noon.AddMinutes(1);
        var steady = SteadyNodes.None.Seen(Shop.Fleet(), Shop.Noon)
            .Seen(Shop.Fleet(new ObservedNode("n2", "v1", false), new ObservedNode("n3", "v2", true)), later);
        Assert.Equal(Shop.Noon, steady.Since["n4"]);
        Assert.Equal(later, steady.Since["n3"]);
        Assert.DoesNotContain("n2", steady.Since.Keys);

        var back = later.AddMinutes(1);
        Assert.Equal(back, steady.Seen(Shop.Fleet(), back).Since["n2"]);
    }
}

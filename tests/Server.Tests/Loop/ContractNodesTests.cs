using Rollout.Planning;
using Rollout.Server.Loop;

namespace Rollout.Server.Tests.Loop;

public class ContractNodesTests
{
    private static readonly Progress Idle = Progress.Initial with { StableRevision = "v1" };

    [Fact]
    public void Every_ready_node_speaks_for_the_revision_it_runs() =>
        Assert.Equal(["n1=v1", "n2=v2"], Told(Idle with { CanaryRevision = "v2", CanaryNodes = ["n2"] }, ("n1", "v1", true), ("n2", "v2", true), ("n3", "v1", false), ("n4", null, true)));

    [Fact]
    public void A_node_that_is_to_become_a_canary_does_not_speak_for_stable_any_more() =>
        Assert.Equal(["n1=v1"], Told(Idle with { CanaryRevision = "v2", CanaryNodes = ["n2"] }, ("n1", "v1", true), ("n2", "v1", true)));

    [Fact]
    public void While_promoting_no_node_speaks_for_stable() =>
        Assert.Equal(["n2=v2"], Told(Idle with { Phase = Phase.Promoting, CanaryRevision = "v2" }, ("n1", "v1", true), ("n2", "v2", true)));

    private static IEnumerable<string> Told(Progress progress, params (string Name, string? Revision, bool Ready)[] nodes)
    {
        var fleet = new FleetState([.. nodes.Select(n => new ObservedNode(n.Name, n.Revision, n.Ready))]);
        return ContractNodes.Of(fleet, progress).Select(n => $"{n.Key}={n.Value}").Order(StringComparer.Ordinal);
    }
}

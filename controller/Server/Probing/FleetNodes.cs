using Rollout.Fleets.Hosts;
using Rollout.Probes.Targets;
using Rollout.Server.Loop;

namespace Rollout.Server.Probing;

/// <summary>The hosts of a fleet as nodes of whatever service a probe names.</summary>
public static class FleetNodes
{
    public static INodeSource Of(FleetFile file) =>
        new ListedNodes([.. file.Nodes.Select(n => (Node: n, Uri: NodeUri.Of(n))).Select(n => new ProbedNode(n.Node.Name, n.Uri.Host, n.Uri.Port))]);
}

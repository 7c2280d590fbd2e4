using Rollout.Api;

namespace Rollout.Probes.Targets;

/// <summary>The nodes of a list, for every service alike: a fleet file's hosts.</summary>
public sealed class ListedNodes(IReadOnlyList<ProbedNode> nodes) : INodeSource
{
    public ValueTask<IReadOnlyList<ProbedNode>?> NodesAsync(ProbeTarget target, string? space, CancellationToken cancellationToken) => new(nodes);
}

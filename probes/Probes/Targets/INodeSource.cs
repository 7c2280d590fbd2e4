using Rollout.Api;

namespace Rollout.Probes.Targets;

/// <summary>Where the nodes of a service come from: the hosts of a fleet, the addresses of a name, the pods of a workload.</summary>
public interface INodeSource
{
    /// <summary>
    /// The nodes now; null where they cannot be told at the moment, so that what ran goes on. An empty list: there are none.
    /// </summary>
    /// <param name="target">Names a service, and each of its nodes is meant.</param>
    /// <param name="space">The probe's namespace; null where it says none.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    ValueTask<IReadOnlyList<ProbedNode>?> NodesAsync(ProbeTarget target, string? space, CancellationToken cancellationToken);
}

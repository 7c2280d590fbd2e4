using Rollout.Api;
using Rollout.Planning;
using Rollout.Probes.Schedule;
using Rollout.Probes.Targets;

namespace Rollout.Server.Probing;

/// <summary>
/// Where a rollout's probes run in a cluster: at every pod of its workload, at the service as a customer reaches it, or at a URL. Pods come and
/// go: what is to run is worked out anew from every look at the fleet. Pure.
/// </summary>
public static class WorkloadProbes
{
    /// <param name="spec">Its probes, with what they do.</param>
    /// <param name="space">The namespace of rollout, workload and service.</param>
    /// <param name="workload">Its pods are asked by a probe that has no target.</param>
    /// <param name="fleet">As it is seen; while it cannot be, the pods of before are asked.</param>
    /// <param name="before">What was assigned until now.</param>
    /// <param name="portOf">
    /// The port of a pod that a target means: a Service's port leads to one of the pods. Null for a pod: it cannot be told, and the pod is not asked.
    /// Null for all: as the target says.
    /// </param>
    public static IReadOnlyList<ProbeAssignment> Of(
        StaggeredRolloutSpec spec, string space, string workload, Observed<FleetState> fleet, IReadOnlyList<ProbeAssignment> before,
        Func<ProbeTarget, string, PodPort?>? portOf = null)
    {
        var pods = fleet is Observed<FleetState>.Known known ? Pods(known.Value) : null;
        return
        [
            .. spec.Probes.Where(p => p.Probe is not null).SelectMany(p => Assigning.Of(
                new AcceptanceProbe(p.Name, space, p.Probe!), p.Probe!.Target ?? new ProbeTarget { Service = workload }, At(p.Probe!.Target, pods, portOf), before)),
        ];
    }

    private static List<ProbedNode>? At(ProbeTarget? target, List<ProbedNode>? pods, Func<ProbeTarget, string, PodPort?>? portOf) =>
        target is not { Service: not null, Nodes: ProbedNodes.Each } || portOf is null || pods is null ? pods
        : [.. pods.Select(p => (Pod: p, Port: portOf(target, p.Name))).Where(p => p.Port is not null).Select(p => p.Pod with { Port = p.Port!.Value.Number })];

    /// <summary>A pod without an address cannot be asked yet.</summary>
    private static List<ProbedNode> Pods(FleetState fleet) =>
        [.. fleet.Nodes.Where(n => n.Instance?.Address is { Length: > 0 }).Select(n => new ProbedNode(n.Name, n.Instance!.Address!, null))];
}

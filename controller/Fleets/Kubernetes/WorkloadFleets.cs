using Rollout.Kubernetes.Rest;

namespace Rollout.Fleets.Kubernetes;

/// <summary>Makes the fleet of a workload. It holds nothing but its options: one may be made for every pass.</summary>
public static class WorkloadFleets
{
    public static IWorkloadFleet Create(WorkloadTarget target, ClusterClient client, KubernetesFleetOptions options) =>
        new WorkloadFleet(target, client, options);
}

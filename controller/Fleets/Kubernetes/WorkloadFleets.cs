using Rollout.Kubernetes.Rest;

namespace Rollout.Fleets.Kubernetes;

/// <summary>Makes the fleet of a workload. It holds nothing but its options: one may be made for every pass.</summary>
public static class WorkloadFleets
{
    public static IWorkloadFleet Create(WorkloadTarget target, ClusterClient client, KubernetesFleetOptions options) => target.Kind switch
    {
        WorkloadKind.Deployment => new DeploymentFleet(target, client, options),
        WorkloadKind.StatefulSet => new StatefulSetFleet(target, client, options),
        WorkloadKind.DaemonSet => new DaemonSetFleet(target, client, options),
    };
}

using Rollout.Kubernetes.Rest;

namespace Rollout.Fleets.Kubernetes;

/// <summary>Makes the fleet of a workload. It holds nothing but its options: one may be made for every pass.</summary>
public static class WorkloadFleets
{
    public static IWorkloadFleet Create(WorkloadTarget target, ClusterClient client, KubernetesFleetOptions options) => target.Kind switch
    {
        WorkloadKind.Deployment => new DeploymentFleet(target, client, options),
        WorkloadKind.StatefulSet or WorkloadKind.DaemonSet =>
            throw new NotSupportedException($"a {target.Kind} cannot be rolled out in stages yet; a Deployment can"),
    };
}

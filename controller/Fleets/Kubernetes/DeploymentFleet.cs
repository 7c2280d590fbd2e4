using Rollout.Fleets.Kubernetes.Deployments;
using Rollout.Fleets.Kubernetes.Reading;
using Rollout.Fleets.Kubernetes.Steps;
using Rollout.Kubernetes.Rest;

namespace Rollout.Fleets.Kubernetes;

/// <summary>The pods of a Deployment that is held by <c>spec.paused</c>; canaries come on top, from a bare ReplicaSet of ours.</summary>
public sealed class DeploymentFleet(WorkloadTarget target, ClusterClient client, KubernetesFleetOptions options)
    : WorkloadFleet(target, client, options)
{
    private protected override WorkloadObservation Observe(WorkloadPicture picture) => DeploymentObservation.Of(picture, Target);

    private protected override FleetStep? Next(WorkloadPicture picture, FleetTarget level) =>
        DeploymentSteps.Next(picture, Target, level, Options.Hold());
}

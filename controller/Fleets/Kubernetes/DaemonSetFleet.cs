using Rollout.Fleets.Kubernetes.DaemonSets;
using Rollout.Fleets.Kubernetes.Reading;
using Rollout.Fleets.Kubernetes.Steps;
using Rollout.Kubernetes.Rest;

namespace Rollout.Fleets.Kubernetes;

/// <summary>The machines of a DaemonSet that is held by <c>OnDelete</c>; canaries are machines whose pods were deleted.</summary>
public sealed class DaemonSetFleet(WorkloadTarget target, ClusterClient client, KubernetesFleetOptions options)
    : WorkloadFleet(target, client, options)
{
    private protected override WorkloadObservation Observe(WorkloadPicture picture) => DaemonObservation.Of(picture, Target, Options.Hold());

    private protected override FleetStep? Next(WorkloadPicture picture, FleetTarget level) =>
        DaemonSteps.Next(picture, Target, level, Options.Hold());
}

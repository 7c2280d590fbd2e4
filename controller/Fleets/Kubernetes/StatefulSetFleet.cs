using Rollout.Fleets.Kubernetes.Reading;
using Rollout.Fleets.Kubernetes.StatefulSets;
using Rollout.Fleets.Kubernetes.Steps;
using Rollout.Kubernetes.Rest;

namespace Rollout.Fleets.Kubernetes;

/// <summary>The pods of a StatefulSet that is held by its partition; canaries are its highest pods.</summary>
public sealed class StatefulSetFleet(WorkloadTarget target, ClusterClient client, KubernetesFleetOptions options)
    : WorkloadFleet(target, client, options)
{
    private protected override WorkloadObservation Observe(WorkloadPicture picture) => StatefulObservation.Of(picture, Target, Options.Hold());

    private protected override FleetStep? Next(WorkloadPicture picture, FleetTarget level) =>
        StatefulSteps.Next(picture, Target, level, Options.Hold());
}

using Rollout.Kubernetes.Rest;
using Rollout.Kubernetes.Rest.Types;

namespace Rollout.Fleets.Kubernetes;

/// <summary>A workload, and the rollout on whose behalf it is looked at and changed.</summary>
/// <param name="Kind">Of the workload.</param>
/// <param name="Namespace">Of both.</param>
/// <param name="Name">Of the workload.</param>
/// <param name="Owner">The rollout: owner of all that is made for it. Its name is the value of <see cref="Marks.Rollout"/>.</param>
public sealed record WorkloadTarget(WorkloadKind Kind, string Namespace, string Name, OwnerReference Owner)
{
    public ResourceType Type => Kind switch
    {
        WorkloadKind.Deployment => WorkloadTypes.Deployments,
        WorkloadKind.StatefulSet => WorkloadTypes.StatefulSets,
        WorkloadKind.DaemonSet => WorkloadTypes.DaemonSets,
    };

    public ObjectKey Key => new(Namespace, Name);

    /// <summary>The value of <see cref="Marks.Rollout"/> on whatever is this rollout's.</summary>
    public string Claim => Marks.LabelValue(Owner.Name);

    public override string ToString() => $"{Kind} {Namespace}/{Name}";
}

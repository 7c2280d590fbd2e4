using Rollout.Api;
using Rollout.Fleets.Kubernetes;
using Rollout.Kubernetes.Rest.Types;

namespace Rollout.Server.Operator;

/// <summary>What a StaggeredRollout asks for, with what it names put in place of the names.</summary>
public sealed record ResolvedRollout
{
    /// <summary>As far as it can be understood; with <see cref="Problems"/> nothing is begun by it.</summary>
    public required StaggeredRolloutSpec Spec { get; init; }

    /// <summary>Everything that is wrong, with its place.</summary>
    public required IReadOnlyList<Problem> Problems { get; init; }

    /// <summary>Null where no workload is named that could be there.</summary>
    public WorkloadTarget? Target { get; init; }

    public static OwnerReference OwnerOf(RolloutSnapshot rollout) => new()
    {
        ApiVersion = Api.Crds.CustomKind.ApiVersion,
        Kind = Api.Crds.CustomKinds.StaggeredRollout.Kind,
        Name = rollout.Key.Name,
        Uid = rollout.Uid,
        Controller = true,
        BlockOwnerDeletion = true,
    };
}

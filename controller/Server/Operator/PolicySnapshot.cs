using Rollout.Kubernetes.Rest;
using Rollout.Kubernetes.Rest.Types;

namespace Rollout.Server.Operator;

/// <summary>An admission policy or a binding of one, as far as it tells whether workloads are held.</summary>
public sealed record PolicySnapshot : IKubernetesObject
{
    /// <summary>On a policy: the plural of the kind that it holds.</summary>
    public const string Holds = "staggered.dev/holds";

    public ObjectMeta? Metadata { get; init; }

    public BindingSpec? Spec { get; init; }

    public sealed record BindingSpec(string? PolicyName = null);
}

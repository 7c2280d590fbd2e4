using Rollout.Kubernetes.Rest.Types;

namespace Rollout.Kubernetes.Leasing;

/// <summary>A lease as it was seen last, and when, on the local monotonic clock, it was first seen so.</summary>
/// <param name="Lease">Null: it was not there.</param>
internal sealed record SeenLease(Lease? Lease, long Since)
{
    public string? Version => Lease?.Metadata?.ResourceVersion;

    public string? Holder => Lease?.Spec?.HolderIdentity is { Length: > 0 } holder ? holder : null;
}

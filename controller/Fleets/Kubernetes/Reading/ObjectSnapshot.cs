using Rollout.Kubernetes.Rest;
using Rollout.Kubernetes.Rest.Types;

namespace Rollout.Fleets.Kubernetes.Reading;

/// <summary>What fleets need of any object.</summary>
public abstract record ObjectSnapshot : IKubernetesObject
{
    public required ObjectMeta? Metadata { get; init; }

    public string Name => Metadata?.Name ?? "";

    public string Uid => Metadata?.Uid ?? "";

    /// <summary>The uid of the owner that controls it; null: nobody does.</summary>
    public string? Controller => Metadata?.OwnerReferences is [var owner, ..] ? owner.Uid : null;

    /// <summary>Of the object as it was seen.</summary>
    public string Version => Metadata?.ResourceVersion ?? "";

    public bool IsTerminating => Metadata?.DeletionTimestamp is not null;

    /// <summary>The value of one of our labels, or of one that names a revision.</summary>
    internal string? Label(string name) => Metadata?.Labels?.GetValueOrDefault(name);
}

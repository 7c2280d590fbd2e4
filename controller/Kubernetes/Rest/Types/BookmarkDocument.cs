namespace Rollout.Kubernetes.Rest.Types;

/// <summary>What a bookmark holds, whatever its kind.</summary>
internal sealed record BookmarkDocument(ObjectMeta? Metadata);

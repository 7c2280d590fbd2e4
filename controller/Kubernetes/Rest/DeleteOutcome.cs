namespace Rollout.Kubernetes.Rest;

/// <summary>What a DELETE came to.</summary>
/// <param name="Remaining">The object while finalizers or a grace period hold it; null: it is gone.</param>
public sealed record DeleteOutcome<T>(T? Remaining)
    where T : class;

namespace Rollout.Kubernetes.Rest;

/// <summary>Objects as they were at one moment.</summary>
/// <param name="ResourceVersion">Of the list: a watch goes on from here.</param>
public sealed record ResourceList<T>(IReadOnlyList<T> Items, string ResourceVersion);

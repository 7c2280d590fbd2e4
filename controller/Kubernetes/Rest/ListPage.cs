namespace Rollout.Kubernetes.Rest;

/// <summary>One page of a list.</summary>
/// <param name="Continue">Null on the last page.</param>
internal sealed record ListPage<T>(IReadOnlyList<T> Items, string ResourceVersion, string? Continue);

namespace Rollout.Kubernetes.Rest.Types;

/// <summary>What an answer is, and nothing else of it: the <c>status</c> of a Status is a word, that of a Pod an object.</summary>
internal sealed record KindDocument(string? Kind);

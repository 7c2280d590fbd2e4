namespace Rollout.Kubernetes.Rest;

/// <summary>A success, read whole.</summary>
internal sealed record ApiAnswer(int StatusCode, ReadOnlyMemory<byte> Body);

namespace Rollout.Kubernetes.Rest.Types;

/// <summary>The body of a DELETE.</summary>
internal sealed record DeleteDocument
{
    public string ApiVersion { get; set; } = "v1";

    public string Kind { get; set; } = "DeleteOptions";

    public string? PropagationPolicy { get; init; }

    public long? GracePeriodSeconds { get; init; }

    public DeletePreconditions? Preconditions { get; init; }

    public IReadOnlyList<string>? DryRun { get; init; }

    internal sealed record DeletePreconditions(string? Uid, string? ResourceVersion);
}

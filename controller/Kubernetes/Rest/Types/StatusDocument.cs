namespace Rollout.Kubernetes.Rest.Types;

/// <summary>The Status with which the API server answers what it refuses (meta/v1).</summary>
internal sealed record StatusDocument
{
    public string? Kind { get; init; }

    public string? Status { get; init; }

    public string? Message { get; init; }

    public string? Reason { get; init; }

    public int? Code { get; init; }

    public StatusDetails? Details { get; init; }

    internal sealed record StatusDetails(string? Name, string? Uid, IReadOnlyList<StatusCause?>? Causes, int? RetryAfterSeconds);

    internal sealed record StatusCause(string? Reason, string? Message, string? Field);
}

namespace Rollout.Kubernetes.Rest;

/// <summary>How an object is deleted.</summary>
public sealed record DeleteOptions
{
    public static DeleteOptions Default { get; } = new();

    /// <summary>Null: the kind's own.</summary>
    public PropagationPolicy? Propagation { get; init; }

    public long? GracePeriodSeconds { get; init; }

    /// <summary>Only if it is still this object, not another of its name.</summary>
    public string? Uid { get; init; }

    /// <summary>Only if nobody has written it since.</summary>
    public string? ResourceVersion { get; init; }

    public bool DryRun { get; init; }
}

namespace Rollout.Planning;

/// <summary>Where a release comes from, as whoever asked for it said. What was not said is null. No decision depends on it.</summary>
public sealed record ReleaseIdentity
{
    public static ReleaseIdentity Unknown { get; } = new();

    public string? Commit { get; init; }

    /// <summary>When it was committed: lead time counts from here.</summary>
    public DateTimeOffset? CommittedAt { get; init; }

    public DateTimeOffset? BuiltAt { get; init; }

    /// <summary>Name of its class of risk.</summary>
    public string? Risk { get; init; }

    /// <summary>What this one does not say, as the other says it.</summary>
    public ReleaseIdentity Or(ReleaseIdentity other) => new()
    {
        Commit = Commit ?? other.Commit,
        CommittedAt = CommittedAt ?? other.CommittedAt,
        BuiltAt = BuiltAt ?? other.BuiltAt,
        Risk = Risk ?? other.Risk,
    };
}

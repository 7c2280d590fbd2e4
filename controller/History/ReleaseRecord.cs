namespace Rollout.History;

/// <summary>One release as the history keeps it. What is null is unknown, or has not come yet; it is never zero.</summary>
public sealed record ReleaseRecord
{
    public required ReleaseKey Key { get; init; }

    public required string Namespace { get; init; }

    public required string Name { get; init; }

    /// <summary>The controller's record that this was read from: of two that are still under way the later one counts.</summary>
    public long Sequence { get; init; }

    /// <summary>What the fleet ran before.</summary>
    public string? StableRevision { get; init; }

    /// <summary>What it was built from.</summary>
    public string? Commit { get; init; }

    public DateTimeOffset? CommittedAt { get; init; }

    public DateTimeOffset? BuiltAt { get; init; }

    /// <summary>Name of its class of risk.</summary>
    public string? Risk { get; init; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset? WantedAt { get; init; }

    public string? StartedBy { get; init; }

    /// <summary>In the order in which they were opened; none: no node of production ever ran it by our order.</summary>
    public IReadOnlyList<ReleaseStage> Stages { get; init; } = [];

    public IReadOnlyList<ReleaseVerdict> Verdicts { get; init; } = [];

    /// <summary>When the way to all nodes, or the way back, began; null: neither has.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Null: it is under way.</summary>
    public ReleaseResult? Result { get; init; }

    /// <summary>Why it ended, as one word of the controller's closed list.</summary>
    public string? Reason { get; init; }

    /// <summary>The same as a sentence.</summary>
    public string? Message { get; init; }

    /// <summary>The person who ended it, where one did and is known.</summary>
    public string? EndedBy { get; init; }

    /// <summary>When the fleet was seen where it was to go; null: it is under way.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}

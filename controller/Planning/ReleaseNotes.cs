using System.Text.Json.Serialization;

namespace Rollout.Planning;

/// <summary>
/// What is kept of a release for the history, along with the progress in the same write, so that a history which was away can be filled
/// from the record. No decision depends on it, and like the progress it changes only when something happened.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ReleaseNotes
{
    public ReleaseIdentity Identity { get; init; } = ReleaseIdentity.Unknown;

    /// <summary>Null where unknown.</summary>
    public string? By { get; init; }

    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>What the fleet ran when the release was taken up.</summary>
    public string? StableRevision { get; init; }

    /// <summary>In the order in which they were opened.</summary>
    public ValueList<StageNote> Stages { get; init; } = [];

    /// <summary>When the way to all nodes, or the way back, began; null: neither has.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>As of <see cref="DecidedAt"/>.</summary>
    public ValueList<MetricNote> Metrics { get; init; } = [];
}

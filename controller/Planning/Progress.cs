using System.Text.Json.Serialization;
using Rollout.Planning.Alerts;
using Rollout.Planning.Notices;

namespace Rollout.Planning;

/// <summary>
/// All that is recorded between two passes. With the spec it is everything a restarted controller needs.
/// It holds nothing that ticks: it changes only when something happened, so a pass that changes nothing writes nothing.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record Progress
{
    public const int MostRefused = 20;

    public const int MostOutcomes = 10;

    public const int MostWidenings = 20;

    /// <summary>Of a fleet that nobody has looked at yet.</summary>
    public static Progress Initial { get; } =
        new() { Phase = Phase.Idle, Reason = Reasons.NotYetSeen, Message = "The fleet has not been looked at yet" };

    /// <summary>Of this record's layout.</summary>
    public int Version { get; init; } = 1;

    public required Phase Phase { get; init; }

    /// <summary>The phase that a Paused, Invalid or Bypassed rollout comes back to; null in all others.</summary>
    public Phase? Before { get; init; }

    /// <summary>Since when the phase has been what it is; null before the first pass.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>From <see cref="Reasons"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>One sentence for people, without numbers that tick.</summary>
    public required string Message { get; init; }

    /// <summary>What the fleet runs when nothing is on trial; null until it was adopted.</summary>
    public string? StableRevision { get; init; }

    /// <summary>Stable before the last promotion: a node that was away may come back with it.</summary>
    public string? PreviousStableRevision { get; init; }

    /// <summary>On trial, about to be, or on its way back.</summary>
    public string? CanaryRevision { get; init; }

    /// <summary>JSON paths where the revision on trial said that it breaks its API, as it was taken up: what is declared later does not
    /// count.</summary>
    public ValueList<string> DeclaredBreaks { get; init; } = [];

    /// <summary>What the revision on trial answers and stable never did: the first <see cref="MostWidenings"/> that were seen of this trial.</summary>
    public ValueList<Widening> Widenings { get; init; } = [];

    /// <summary>Counts the trials. Evidence belongs to one trial: whoever keeps it begins afresh when this number is another than the
    /// evidence's.</summary>
    public int Trial { get; init; }

    /// <summary>When the revision was first taken up.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The open stage; null while there is none.</summary>
    public StageProgress? Stage { get; init; }

    /// <summary>The nodes that the open stage puts on the canary, oldest first.</summary>
    public ValueList<string> CanaryNodes { get; init; } = [];

    /// <summary>Those of them that warm up until <see cref="WarmUpUntil"/>: what they do before is not counted.</summary>
    public ValueList<string> WarmingNodes { get; init; } = [];

    public DateTimeOffset? WarmUpUntil { get; init; }

    /// <summary>Since when metrics have been out of reach while judging; null while they are not.</summary>
    public DateTimeOffset? UnavailableSince { get; init; }

    /// <summary>Set while Advancing and Promoting: what allowed it.</summary>
    public Grant? Grant { get; init; }

    /// <summary>Who promoted by hand, where somebody did ("a person" where the name is unknown).</summary>
    public string? PromotedBy { get; init; }

    public HarmRecord? Harm { get; init; }

    public PauseRecord? PausedByOrder { get; init; }

    /// <summary>Alerts that fit a policy of the spec: those that fire, and those that were over not long ago.</summary>
    public ValueList<KnownAlert> Alerts { get; init; } = [];

    /// <summary>What somebody is still to be told, oldest first, at most <see cref="NoticeBook.Most"/>.</summary>
    public ValueList<Notice> Notices { get; init; } = [];

    /// <summary>Counts the notices, so that none has the number of another.</summary>
    public long LastNotice { get; init; }

    /// <summary>Set while RollingBack.</summary>
    public WayBack? WayBack { get; init; }

    /// <summary>What is noted of the release under way for the history; the rules leave it alone (<see cref="ReleaseNoting"/>).</summary>
    public ReleaseNotes? Release { get; init; }

    /// <summary>Newest first, at most <see cref="MostRefused"/>.</summary>
    public ValueList<RefusedRevision> RefusedRevisions { get; init; } = [];

    /// <summary>Newest first, at most <see cref="MostOutcomes"/>.</summary>
    public ValueList<Outcome> Outcomes { get; init; } = [];

    /// <summary>What cannot be as it is recorded, as a sentence; null where all is well, as it is for every record that the planner
    /// made.</summary>
    [JsonIgnore]
    internal string? Contradiction
    {
        get
        {
            var at = Before ?? Phase;
            return at.HoldsCanaries() && (Stage is null || CanaryRevision is null || StableRevision is null || CanaryNodes.Count == 0)
                    ? $"{at} without a stage, its canaries, or the two revisions"
                : at == Phase.Promoting && (CanaryRevision is null || Grant is null) ? "Promoting nothing"
                : at == Phase.RollingBack && (WayBack is null || StableRevision is null) ? "RollingBack to nowhere"
                : at == Phase.Waiting && CanaryRevision is null && StableRevision is not null ? "Waiting for nothing"
                : null;
        }
    }

    /// <summary>The record of the refusal of <paramref name="revision"/>, or null.</summary>
    public RefusedRevision? RefusalOf(string? revision) => RefusedRevisions.FirstOrDefault(r => r.Revision == revision);
}

using Rollout.Api.Schema;

namespace Rollout.Api.Resources;

/// <summary>What became of it: where the rollout is, what the judge says, and what a controller needs to go on after a restart.</summary>
public sealed record RolloutStatus
{
    public const int MostRefused = 20;
    public const int MostOutcomes = 10;
    public const int MostCanaries = 5000;
    public const int MostMetrics = 20;

    /// <summary>The generation of this resource that the status is about.</summary>
    [Field(Least = 0)]
    public long? ObservedGeneration { get; init; }

    /// <summary>The generation of the workload that the status is about.</summary>
    [Field(Least = 0)]
    public long? ObservedWorkloadGeneration { get; init; }

    /// <summary>Where the rollout is.</summary>
    [Field(OneOf = ["Idle", "Waiting", "Starting", "WarmingUp", "Judging", "Advancing", "Promoting", "Promoted", "RollingBack", "RolledBack", "Held",
        "Paused", "Bypassed", "Invalid"])]
    public string? Phase { get; init; }

    /// <summary>The revision that the fleet runs when nothing is on trial.</summary>
    [Field(MaxLength = 253)]
    public string? StableRevision { get; init; }

    /// <summary>The ReplicaSet or ControllerRevision that the stable revision is.</summary>
    [Field(MaxLength = 253)]
    public string? StableReplicaSet { get; init; }

    /// <summary>The revision on trial, about to be, or on its way back.</summary>
    [Field(MaxLength = 253)]
    public string? CanaryRevision { get; init; }

    /// <summary>Revisions that are not tried again unless a person asks for a retry; newest first.</summary>
    [Field(MaxItems = MostRefused)]
    public IReadOnlyList<RefusedRevisionStatus> RefusedRevisions { get; init; } = [];

    /// <summary>The open stage; absent while there is none.</summary>
    public StageStatus? Stage { get; init; }

    /// <summary>The nodes that run the canary, oldest first.</summary>
    [Field(MaxItems = MostCanaries, MaxLength = 253)]
    public IReadOnlyList<string> CanaryNodes { get; init; } = [];

    /// <summary>What the judge says; absent while nothing was judged.</summary>
    public VerdictStatus? Verdict { get; init; }

    /// <summary>What a controller needs to go on after a restart. For controllers only: its form may change with any version.</summary>
    public EvidenceStatus? Evidence { get; init; }

    /// <summary>
    /// Ready: the spec is valid and what it wants is what runs. Progressing: a revision is on trial. Healthy: the last revision was not
    /// refused. EvidenceSufficient: the open stage may be left. PromotionLikely: this fleet can give the evidence in the time there is.
    /// MetricsAvailable: every deciding metric can be read.
    /// </summary>
    [Field(MaxItems = 20, Key = "type")]
    public IReadOnlyList<ConditionEntry> Conditions { get; init; } = [];

    /// <summary>How the last trials ended, newest first.</summary>
    [Field(MaxItems = MostOutcomes)]
    public IReadOnlyList<OutcomeStatus> Outcomes { get; init; } = [];
}

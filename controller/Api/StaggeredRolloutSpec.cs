using Rollout.Api.Schema;

namespace Rollout.Api;

/// <summary>
/// What the owner wants: which workload is rolled out in which stages, by which metrics and probes each revision is judged, and what to do
/// where the evidence does not suffice.
/// </summary>
[Rule(Rules.MachinesOfDaemonSets, "nodeSelector picks the machines of a DaemonSet; remove it, or name a DaemonSet as workload", Field = ".stages")]
[Rule(Rules.WarmUpBeforeDeadline, "must be shorter than deadline, else nothing can be judged", Field = ".warmUp")]
[Rule(Rules.StagesBeforeDeadline, "no stage's minDuration may be longer than deadline, else it cannot be left in time", Field = ".stages")]
[Rule(Rules.OnCallBeforeStageOne, "beforeStageOne names a receiver that is not there; write it under receivers", Field = ".onCall")]
[Rule(Rules.OnCallOnRollback, "onRollback names a receiver that is not there; write it under receivers", Field = ".onCall")]
public sealed record StaggeredRolloutSpec
{
    /// <summary>
    /// The workload whose versions are rolled out. It stays the owner's: whatever changes its pod template asks for a new revision, and the
    /// rollout holds the pods on the stable one until that revision has proven itself. It cannot be changed later.
    /// </summary>
    [Field(Required = true)]
    public WorkloadReference? Workload { get; init; }

    /// <summary>
    /// How many nodes (pods) run a new revision, stage after stage; "all" follows by itself. A stage that does not grow on this fleet is
    /// skipped.
    /// </summary>
    [Field(MinItems = 1, MaxItems = 20)]
    public IReadOnlyList<StageSpec> Stages { get; init; } =
    [
        new() { Nodes = new NodeCount(1, false) },
        new() { Nodes = new NodeCount(10, true) },
        new() { Nodes = new NodeCount(50, true) },
    ];

    /// <summary>What every revision is judged by. At least one must have the role Objective, such as the money earned.</summary>
    [Field(Required = true, MinItems = 1, MaxItems = 20, Key = "name")]
    [Rule("self.exists(m, !has(m.role) || m.role == 'Objective')",
        "none is an Objective: there is nothing to judge by; give one the role Objective, such as the money earned")]
    public IReadOnlyList<RolloutMetric> Metrics { get; init; } = [];

    /// <summary>Acceptance probes that every revision must pass, on the canaries and in production as a whole.</summary>
    [Field(MaxItems = 20, Key = "name")]
    public IReadOnlyList<RolloutProbe> Probes { get; init; } = [];

    /// <summary>What alerts of Alertmanager and Grafana do to a rollout while they fire. None: alerts change nothing.</summary>
    [Field(MaxItems = 20, Key = "name")]
    public IReadOnlyList<AlertPolicy> Alerts { get; init; } = [];

    /// <summary>Who is told what becomes of a rollout: webhooks, Slack, Teams, Alertmanager.</summary>
    [Field(MaxItems = 10, Key = "name")]
    public IReadOnlyList<NoticeReceiver> Receivers { get; init; } = [];

    /// <summary>Who has to know before a risky release begins, and who when one is rolled back.</summary>
    public OnCallPlan? OnCall { get; init; }

    /// <summary>The budget of wrong decisions, for a whole rollout.</summary>
    public ErrorRates ErrorRates { get; init; } = new();

    /// <summary>How long a new canary runs before what it does is counted.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long one stage may take to give the evidence that leaving it needs; then onInsufficient says what happens.</summary>
    [Field(From = "1ms")]
    public TimeSpan Deadline { get; init; } = TimeSpan.FromHours(6);

    /// <summary>What happens when a stage's deadline passes without enough evidence.</summary>
    public InsufficientPolicy OnInsufficient { get; init; } = InsufficientPolicy.Hold;

    /// <summary>What happens when metrics are out of reach for longer than unavailableAfter.</summary>
    public UnavailablePolicy OnUnavailable { get; init; } = UnavailablePolicy.Hold;

    /// <summary>How long metrics may be out of reach before onUnavailable applies.</summary>
    [Field(From = "1ms")]
    public TimeSpan UnavailableAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The canaries must become ready within this time; else the revision is refused.</summary>
    [Field(From = "1ms")]
    public TimeSpan ProgressDeadline { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Stops the rollout where it stands. Evidence is still gathered; nothing is opened, promoted or rolled back.</summary>
    public bool Paused { get; init; }

    /// <summary>What happens to the workload when this rollout is deleted.</summary>
    public DeletionPolicy DeletionPolicy { get; init; } = DeletionPolicy.Release;
}

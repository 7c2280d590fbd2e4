namespace Rollout.Server.Client;

/// <summary>The status of a rollout.</summary>
public sealed record RolloutProgress
{
    public string Phase { get; init; } = "";

    public string? Reason { get; init; }

    public string? Message { get; init; }

    public DateTimeOffset? Since { get; init; }

    /// <summary>What keeps the controller from its work.</summary>
    public IReadOnlyList<TroubleSeen>? Troubles { get; init; }

    public string? StableRevision { get; init; }

    public string? CanaryRevision { get; init; }

    public string? WantedRevision { get; init; }

    /// <summary>When it was asked for: tells one wish from the next for the same revision.</summary>
    public DateTimeOffset? WantedAt { get; init; }

    /// <summary>What is happening, why, and what it waits for, in sentences.</summary>
    public IReadOnlyList<string>? Explanation { get; init; }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<RefusedSeen>? RefusedRevisions { get; init; }

    public IReadOnlyList<ConditionSeen>? Conditions { get; init; }

    public StartSeen? IfStartedNow { get; init; }

    public bool Paused { get; init; }

    /// <summary>Where the release under way comes from; null: nothing is under way, or nothing was said.</summary>
    public ReleaseSeen? Release { get; init; }

    public StageSeen? Stage { get; init; }

    public IReadOnlyList<StageSeen>? Stages { get; init; }

    public IReadOnlyList<NodeSeen>? Nodes { get; init; }

    public VerdictSeen? Verdict { get; init; }

    public ForecastSeen? Forecast { get; init; }

    public IReadOnlyList<ProbeSeen>? Probes { get; init; }

    /// <summary>What the revision on trial answers and stable never did.</summary>
    public IReadOnlyList<WideningSeen>? Widenings { get; init; }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<OutcomeSeen>? Outcomes { get; init; }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<HappeningSeen>? Happenings { get; init; }

    public sealed record WideningSeen(string Probe, string Step, string Path, string? Stable, string? Canary);

    public sealed record RefusedSeen(string Revision, string? Reason, string? Message, DateTimeOffset? At);

    public sealed record ConditionSeen(string Type, string? Status, string? Reason, string? Message, DateTimeOffset? LastTransitionTime);

    public sealed record ReleaseSeen(string? Commit, DateTimeOffset? CommittedAt, DateTimeOffset? BuiltAt, string? By);

    public sealed record StartSeen(string? Text);

    public sealed record TroubleSeen(string? Reason, string? Message);

    public sealed record StageSeen(int Index, double? Nodes, string? State, DateTimeOffset? Since);

    /// <param name="PerMinute">Null: no reading.</param>
    /// <param name="Excluded">Why it is left out of the comparison.</param>
    public sealed record NodeSeen(
        string Name, string? Role, string? Revision, bool Ready, string? Trouble, double? PerMinute, double? ExpectedPerMinute, string? Excluded);

    public sealed record VerdictSeen(string? Overall, IReadOnlyList<MetricSeen>? Metrics);

    /// <param name="Effect">Relative to expectation: -0.2 is a fifth less.</param>
    public sealed record MetricSeen(
        string Name, string? Role, string? Unit, string? Verdict, double? Effect, double? Low, double? High, double? LogEHarm, double? LogESafe,
        double? HarmThreshold, double? SafeThreshold, double? Tolerance, double? CanaryEvents, double? FleetEvents, double? Phi, double? Sigma0,
        IReadOnlyList<string>? Notes, string? Explanation = null);

    public sealed record ForecastSeen(string? Remaining, string? Text);

    public sealed record ProbeSeen(string Name, string? Node, string? State, int ConsecutiveFailures, ProbeFailureSeen? Failure);

    public sealed record ProbeFailureSeen(string? Step, string? Expected, string? Got, DateTimeOffset? At);

    public sealed record OutcomeSeen(
        string Result, string? Revision, string? Reason, string? Message, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, string? By = null);

    public sealed record HappeningSeen(DateTimeOffset? At, string? Revision, string? Reason, string? Message, string? Severity);
}

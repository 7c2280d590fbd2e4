namespace Rollout.Api;

/// <summary>What the owner wants (contract section 3, StaggeredRollout.spec, without the workload, which a host fleet has not).</summary>
public sealed record StaggeredRolloutSpec
{
    /// <summary>Strictly growing; "all" follows by itself.</summary>
    public IReadOnlyList<StageSpec> Stages { get; init; } =
    [
        new() { Nodes = new NodeCount(1, false) },
        new() { Nodes = new NodeCount(10, true) },
        new() { Nodes = new NodeCount(50, true) },
    ];

    public IReadOnlyList<RolloutMetric> Metrics { get; init; } = [];

    public IReadOnlyList<RolloutProbe> Probes { get; init; } = [];

    public ErrorRates ErrorRates { get; init; } = new();

    public TimeSpan WarmUp { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Per stage.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromHours(6);

    public InsufficientPolicy OnInsufficient { get; init; } = InsufficientPolicy.Hold;

    public UnavailablePolicy OnUnavailable { get; init; } = UnavailablePolicy.Hold;

    public TimeSpan UnavailableAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The canary's nodes must become ready within.</summary>
    public TimeSpan ProgressDeadline { get; init; } = TimeSpan.FromMinutes(10);

    public bool Paused { get; init; }

    public DeletionPolicy DeletionPolicy { get; init; } = DeletionPolicy.Release;
}

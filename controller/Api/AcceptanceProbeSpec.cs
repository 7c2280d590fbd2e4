namespace Rollout.Api;

/// <summary>A synthetic acceptance test in production (contract section 4).</summary>
public sealed record AcceptanceProbeSpec
{
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(15);

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    public required IReadOnlyList<ProbeStep> Steps { get; init; }

    /// <summary>Consecutive failures on one node before the probe says Failing there.</summary>
    public int FailAfter { get; init; } = 3;

    /// <summary>For how long after a promotion a failure is said together with the release that was promoted.</summary>
    public TimeSpan WatchAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Null: whoever runs the probe says where.</summary>
    public ProbeTarget? Target { get; init; }

    /// <summary>Name of the Secret whose keys are <c>{{ customer.KEY }}</c>; null: no customer.</summary>
    public string? CustomerSecret { get; init; }

    /// <summary>What marks every HTTP request as synthetic: the header's name and its value.</summary>
    public ProbeMark Mark { get; init; } = new();

    /// <summary>Whether the shape of the answers is compared between canary and stable; null: no.</summary>
    public ContractCheck? Contract { get; init; }
}

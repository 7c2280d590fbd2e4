namespace Rollout.Api;

/// <summary>A synthetic acceptance test in production (contract section 4).</summary>
public sealed record AcceptanceProbeSpec
{
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(15);

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    public required IReadOnlyList<ProbeStep> Steps { get; init; }

    /// <summary>Consecutive failures on one node before the probe says Failing there.</summary>
    public int FailAfter { get; init; } = 3;
}

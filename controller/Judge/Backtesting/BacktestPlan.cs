namespace Rollout.Judge;

/// <summary>How past windows are judged.</summary>
public sealed record BacktestPlan
{
    /// <summary>As a live controller has it, the window as its planned length.</summary>
    public required JudgePlan Judge { get; init; }

    public required TimeSpan Bucket { get; init; }

    public required TimeSpan Window { get; init; }

    /// <summary>From a window's start on, discarded by every rule.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(120);
}

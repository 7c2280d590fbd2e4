namespace Rollout.Judge;

/// <summary>A rule of others, to be judged beside ours on the same data. Immutable; every trial begins anew.</summary>
public interface IRivalRule
{
    /// <summary>As tables show it.</summary>
    string Name { get; }

    IRivalTrial Begin(RivalPlan plan);
}

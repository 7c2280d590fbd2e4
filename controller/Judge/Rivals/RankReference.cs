namespace Rollout.Judge;

/// <summary>What a rank test compares the canary with.</summary>
public enum RankReference
{
    /// <summary>One node of equal weight.</summary>
    Baseline,

    /// <summary>The mean of all controls.</summary>
    FleetMean,
}

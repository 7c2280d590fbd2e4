namespace Rollout.Judge;

/// <summary>Which way is good.</summary>
public enum Direction
{
    HigherIsBetter,
    LowerIsBetter,
}

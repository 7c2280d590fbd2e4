namespace Rollout.Judge;

/// <summary>What the judge says (design section 2). Only <see cref="Worse"/> rolls back; only <see cref="NoWorse"/> and <see cref="Better"/> advance.</summary>
public enum Verdict
{
    /// <summary>Not enough evidence either way. Also what "no data yet" is.</summary>
    Insufficient,

    /// <summary>No worse, and the interval lies above zero. Acts as <see cref="NoWorse"/>.</summary>
    Better,

    /// <summary>A loss of the tolerance or more is excluded.</summary>
    NoWorse,

    /// <summary>Harm is proven.</summary>
    Worse,

    /// <summary>The metrics cannot be reached.</summary>
    Unavailable,

    /// <summary>The input cannot be judged as it is described.</summary>
    Misconfigured,
}

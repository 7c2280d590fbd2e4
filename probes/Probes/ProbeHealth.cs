namespace Rollout.Probes;

/// <summary>What a probe says on one node after its last runs.</summary>
public enum ProbeHealth
{
    /// <summary>It has not run since the revision started, not often enough to say, or not for too long.</summary>
    Unknown,
    Passing,

    /// <summary>It failed as often in a row as its owner asks for.</summary>
    Failing,
}

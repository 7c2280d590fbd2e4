namespace Rollout.Api;

/// <summary>What the owner wants when a stage's deadline passes without enough evidence.</summary>
public enum InsufficientPolicy
{
    /// <summary>Stay in the stage and say so.</summary>
    Hold,

    /// <summary>Open the next stage: more nodes, more evidence; at the last one hold.</summary>
    Widen,

    /// <summary>Go back to stable and refuse the revision.</summary>
    RollBack,
}

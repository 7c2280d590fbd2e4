namespace Rollout.Api;

/// <summary>What the owner wants when a stage's deadline passes without enough evidence.</summary>
public enum InsufficientPolicy
{
    Hold,

    /// <summary>Open the next stage: more nodes, more evidence; at the last one hold.</summary>
    Widen,
    RollBack,
}

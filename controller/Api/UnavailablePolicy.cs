namespace Rollout.Api;

/// <summary>What the owner wants when metrics are out of reach for longer than <c>unavailableAfter</c>.</summary>
public enum UnavailablePolicy
{
    /// <summary>Stay in the stage and say so.</summary>
    Hold,

    /// <summary>Go back to stable and refuse the revision.</summary>
    RollBack,
}

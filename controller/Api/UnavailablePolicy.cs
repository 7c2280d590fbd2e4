namespace Rollout.Api;

/// <summary>What the owner wants when metrics are out of reach for longer than <c>unavailableAfter</c>.</summary>
public enum UnavailablePolicy
{
    Hold,
    RollBack,
}

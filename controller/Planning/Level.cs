namespace Rollout.Planning;

/// <summary>The level of the fleet that follows from what is recorded, and from nothing else.</summary>
public static class Level
{
    public static Effect Of(Progress progress) => progress.Phase switch
    {
        Phase.Idle or Phase.Waiting or Phase.Promoted or Phase.RollingBack or Phase.RolledBack => Stable(progress),
        Phase.Starting or Phase.WarmingUp or Phase.Judging or Phase.Advancing or Phase.Held => Canaries(progress),
        Phase.Promoting => progress.CanaryRevision is { } judged ? new Effect.EnsureEverywhere(judged) : new Effect.EnsureNothing(),

        // A promotion that is paused half way stays half way: neither revision is ordered anywhere.
        Phase.Paused => progress.Before == Phase.Promoting ? new Effect.EnsureNothing() : Canaries(progress),
        Phase.Invalid => progress.CanaryNodes.Count > 0 ? Canaries(progress) : new Effect.EnsureNothing(),

        // Somebody took the fleet into their own hands: fighting them is worse than saying so.
        Phase.Bypassed => new Effect.EnsureNothing(),
    };

    private static Effect Stable(Progress progress) =>
        progress.StableRevision is { } stable ? new Effect.EnsureEverywhere(stable) : new Effect.EnsureNothing();

    private static Effect Canaries(Progress progress) =>
        progress is { CanaryRevision: { } canary, StableRevision: { } stable, CanaryNodes.Count: > 0 }
            ? new Effect.EnsureCanaries(canary, stable, progress.CanaryNodes)
            : Stable(progress);
}

using Rollout.Api;

namespace Rollout.Planning.Alerts;

/// <summary>
/// What the recorded alerts mean for what is under way. One that fired before the revision was taken up says nothing about it; neither does
/// one that a person has resumed in spite of, nor any once a person has promoted by hand.
/// </summary>
internal static class AlertFacts
{
    /// <summary>The alert that pauses the rollout, or null.</summary>
    public static KnownAlert? Pausing(StaggeredRolloutSpec spec, Progress progress) =>
        progress.Alerts.FirstOrDefault(alert => Pauses(alert, spec, progress));

    /// <summary>The alert that takes the revision back, or null.</summary>
    public static KnownAlert? Refusing(StaggeredRolloutSpec spec, Progress progress) =>
        progress.Alerts.FirstOrDefault(alert => alert.Firing && Counts(alert, progress) && PolicyOf(alert, spec)?.Action == AlertAction.RollBack);

    public static bool Pauses(KnownAlert alert, StaggeredRolloutSpec spec, Progress progress) =>
        Counts(alert, progress) && PolicyOf(alert, spec) is { Action: AlertAction.Pause } policy && (alert.Firing || policy.OnResolved == ResolvedPolicy.StayPaused);

    /// <summary>Whether it began to fire in the middle of what is under way.</summary>
    public static bool Counts(KnownAlert alert, Progress progress) =>
        progress is { StartedAt: { } began, PromotedBy: null } && alert.OverruledBy is null && alert.Since >= began;

    public static AlertPolicy? PolicyOf(KnownAlert alert, StaggeredRolloutSpec spec) => spec.Alerts.FirstOrDefault(p => p.Name == alert.Policy);
}

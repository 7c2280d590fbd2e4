using Rollout.Api;
using Rollout.Planning.Alerts;
using Rollout.Planning.Tests.Building;

namespace Rollout.Planning.Tests.Walking;

/// <summary>What a step's input means, said anew from the input alone and not from the planner's own facts.</summary>
internal static class Oracle
{
    /// <summary>Nodes that are ordered onto another revision than stable.</summary>
    public static int OnCanary(Effect effect, string? stable) => effect switch
    {
        Effect.EnsureCanaries e => e.Nodes.Count,
        Effect.EnsureEverywhere e => e.Revision == stable ? 0 : int.MaxValue,
        _ => 0,
    };

    /// <summary>Nodes that the recorded stage allows; all of them once it promotes.</summary>
    public static int Opened(Progress progress) =>
        (progress.Before ?? progress.Phase) == Phase.Promoting ? int.MaxValue : progress.Stage?.Nodes ?? 0;

    public static bool FleetIsSeen(Step step) => step.Input.Fleet is not (FleetSeen.Missing or FleetSeen.Unreadable or FleetSeen.Empty);

    /// <summary>Canaries stand, each ready on its revision, and nothing else than stable beside them.</summary>
    public static bool FleetIsInOrder(Step step) =>
        step.Input.Fleet is FleetSeen.AsOrdered or FleetSeen.Busy or FleetSeen.StableNodeDown or FleetSeen.StableNodesDown
        or FleetSeen.DeployFailedBeside or FleetSeen.DeployFailedOnTheWayBack
        || (step.Input.Fleet == FleetSeen.Mixed && step.Before.CanaryNodes.Count == 2);

    /// <summary>Every objective safe at the stage's tolerance, said about this very trial and after its warm-up.</summary>
    public static bool EvidenceIsThere(Step step) => step.Input.Judge is Said.NoWorse or Said.Better;

    public static bool HarmIsProven(Step step) =>
        step.Before.Harm is not null
            || (step.Before.Stage is not null && step.Input.Judge is Said.Worse or Said.GuardWorse or Said.WorseTogether);

    public static bool ProbesPass(Step step) => step.Input.Probes == Probed.Passing;

    public static bool GatesAreOpen(Step step) => step.Input.Gate is GateSeen.None or GateSeen.Open;

    public static bool MetricsAnswer(Step step) =>
        step.Input.Judge is not (Said.Missing or Said.Unreadable or Said.Unavailable or Said.GuardUnavailable or Said.Misconfigured
            or Said.ObjectiveAbsent or Said.GuardAbsent);

    public static bool MinimumIsOver(Step step) =>
        step.Before.Stage is { ReadyAt: { } ready } stage && (stage.Nodes > 1 || step.World.Now - ready >= TimeSpan.FromMinutes(4));

    public static bool DeadlineIsPassed(Step step) =>
        step.Before.Stage is { } s && s.Deadline.At(step.World.Now) >= step.World.Spec.Deadline;

    public static bool IsPaused(Step step) =>
        step.Input.Paused || step.Input.Orders == Ordered.Pause
        || (step.Before.PausedByOrder is not null && step.Input.Orders is not (Ordered.Resume or Ordered.ResumeAndPromote));

    /// <summary>A firing alert of the policy <c>losses</c> that began in the middle of this trial, and nobody promoted by hand.</summary>
    public static bool AlertRefuses(Step step) => step.Before is { StartedAt: not null, PromotedBy: null }
        && (step.Input.Alert == AlertSeen.Losses || Recorded(step, "losses").Any());

    public static bool AlertsAreQuiet(Step step) => !AlertRefuses(step) && !(step.Before is { StartedAt: not null, PromotedBy: null }
        && step.Input.Orders is not (Ordered.Resume or Ordered.ResumeAndPromote)
        && (Recorded(step, "pages").Any() ? step.Input.Alert != AlertSeen.PagesOver && Recorded(step, "pages").Any(a => a.OverruledBy is null)
            : step.Input.Alert == AlertSeen.Pages));

    private static IEnumerable<KnownAlert> Recorded(Step step, string policy) =>
        step.Before.Alerts.Where(a => a.Policy == policy && a.EndedAt is null && a.Since >= step.Before.StartedAt);

    public static bool AbortIsOrdered(Step step) =>
        step.Input.Orders is Ordered.AbortWhateverThereIs or Ordered.AbortCanary or Ordered.AbortAndPromote
            && step.Before.CanaryRevision is not null;

    public static bool PromotionIsOrderedOf(Step step, string? revision) => revision is not null && step.Has(OrderKind.Promote, revision);

    /// <summary>What was on trial is wanted no more.</summary>
    public static bool WantedChanged(Step step) =>
        step.World.WantedRevision is { } wanted && step.Before.CanaryRevision is { } canary && wanted != canary;

    /// <summary>One of the causes that may take a revision back, and no other.</summary>
    public static bool MayGoBack(Step step)
    {
        var before = step.Before;
        var spec = step.World.Spec;
        var now = step.World.Now;
        return HarmIsProven(step)
            || AlertRefuses(step)
            || AbortIsOrdered(step)
            || step.World.Orders.Any(o => o.Kind == OrderKind.Abort)
            || WantedChanged(step)
            || (step.Input.Gate == GateSeen.Refused && before.CanaryRevision is not null)
            || (step.Input.Probes == Probed.FailingOnCanary && before.CanaryNodes.Count > 0)
            || (step.Input.Fleet == FleetSeen.DeployFailedOnCanary && before.CanaryNodes.Count > 0)
            || (before.Stage is { } stage && stage.Startup.At(now) >= spec.ProgressDeadline && !FleetIsInOrder(step) && FleetIsSeen(step))
            || (spec.OnInsufficient == InsufficientPolicy.RollBack && DeadlineIsPassed(step) && !EvidenceIsThere(step))
            || (spec.OnUnavailable == UnavailablePolicy.RollBack && !MetricsAnswer(step)
                && before.UnavailableSince is { } since && now - since >= spec.UnavailableAfter);
    }

    public static bool MayBeginAtAll(Step step) =>
        step.World.WantedRevision is { } wanted && wanted == step.Next.CanaryRevision && before(step).RefusalOf(wanted) is null
            && FleetIsSeen(step)
        && ProbesArePassingOnStable(step) && MetricsAnswer(step) && GatesAreOpen(step) && AlertsAreQuiet(step) && !step.Input.Invalid && !IsPaused(step);

    private static bool ProbesArePassingOnStable(Step step) => step.Input.Probes is Probed.Passing or Probed.FailingOnCanary or Probed.FailingOnCanaryByChance
        or Probed.FailingOnCanaryBeforeItWasWarm or Probed.UnknownOnCanary;

    private static Progress before(Step step) => step.Before;
}

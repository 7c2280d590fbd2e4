using Rollout.Planning.Rules;

namespace Rollout.Planning;

//  The life of a rollout. Solid ways forward need evidence (or a person, or the owner's policy Widen); everything else is a way to be safe.
//
//    first look                wanted revision                all in order
//   ───────────► Idle ───────────────────────► Waiting ─────────────────────► Starting ◄───────────────────┐
//                 ▲                              │ probe broken on stable,      │ exactly the canaries run   │
//                 │                              │ metrics away, gate closed,   │ it and are ready           │ next stage
//                 │                              │ fleet unreadable, mixed      ▼                            │ (strictly more nodes)
//                 │                                                          WarmingUp                       │
//                 │                                                             │ warmUp is over             │
//                 │        a canary falls out of place ──► Starting             ▼                            │
//                 │                                                          Judging ──────────────────► Advancing
//                 │                                                            ▲ │   every objective safe,   │
//                 │                                     what held it is gone   │ │   probes pass, minimum    │ last stage, by
//                 │                                                            │ ▼   duration over           │ evidence
//                 │                                                           Held                           ▼
//                 │                                                    (judging goes on)                 Promoting ──► Promoted
//                 │                                                                                          │
//                 │   withdrawn, superseded                  harm proven, probe fails on canary alone,       │
//                 ├────────────────────── RollingBack ◄───── deployment failed, gate refused, policy ────────┤
//                 │                            │             RollBack, abort: from every phase above         │
//            (next revision)                   └──────────►  RolledBack (refused until a person says retry)
//
//   Paused and Invalid stop any of them where it stands, and give it back. Bypassed: somebody put a version on the fleet around us.
//   Idle, Promoted and RolledBack are settled: each is left by a wanted revision that was not refused.

/// <summary>Decides what comes next. Pure and total: the same world gives the same plan, byte for byte.</summary>
public static class Planner
{
    /// <summary>
    /// Asks the rules of the recorded phase in their order; the first that has something to say decides.
    /// Record <see cref="Plan.Next"/> first, then see to the effects, then announce (design section 3).
    /// </summary>
    public static Plan Decide(World world)
    {
        var situation = new Situation(world);
        foreach (var rule in RulesOf(situation.Recorded))
        {
            if (rule(situation) is { } move)
            {
                return Finishing.Of(situation, move);
            }
        }

        throw new InvalidOperationException($"No rule of {world.Progress.Phase} decided; the last rule of every list must.");
    }

    internal static IReadOnlyList<Rule> RulesOf(Progress progress) =>
        progress.Contradiction is null ? RulesOf(progress.Phase) : Contradictory;

    /// <summary>WARNING: the order of each list is its meaning, and is tested: what is safe comes before what goes on.</summary>
    internal static IReadOnlyList<Rule> RulesOf(Phase phase) => phase switch
    {
        Phase.Idle or Phase.Promoted or Phase.RolledBack => Settled,
        Phase.Waiting => Waiting,
        Phase.Starting => Starting,
        Phase.WarmingUp => WarmingUp,
        Phase.Judging or Phase.Held => Judging,
        Phase.Advancing => Advancing,
        Phase.Promoting => Promoting,
        Phase.RollingBack => RollingBack,
        Phase.Paused => Paused,
        Phase.Bypassed => Bypassed,
        Phase.Invalid => Invalid,
    };

    private static readonly Rule[] Settled =
    [
        SettledRules.RetryOrdered, SettledRules.UntriedPromoted, LeavingRules.SpecInvalid, WaitingRules.StableUnknown,
        SettledRules.Unheld, SettledRules.ForeignRevision, SettledRules.WantedIsRefused, SettledRules.RevisionWanted, SettledRules.AtRest,
    ];

    private static readonly Rule[] Waiting =
    [
        LeavingRules.AbortOrdered, LeavingRules.PromotionOrdered, SettledRules.UntriedPromoted, WaitingRules.StableUnknown,
        LeavingRules.WantedChanged, LeavingRules.GateRefused, LeavingRules.SpecInvalid, LeavingRules.Paused,
        AlertRules.PausedByAlert, AlertRules.AlertNotOver,
        FleetRules.FleetUnreadableHere, SettledRules.Unheld, SettledRules.ForeignRevision, WaitingRules.NobodyAsks,
        WaitingRules.WorkloadBusy, WaitingRules.FleetTooSmall, WaitingRules.FleetNotOnStable, WaitingRules.GateNotOpen, WaitingRules.MetricsNotReady, WaitingRules.ProbeNotPassing,
        WaitingRules.FirstStage,
    ];

    /// <summary>Common to every phase with canaries, and first in each: a pause stops harm from being acted upon, an abort never.</summary>
    private static readonly Rule[] Leaving =
    [
        LeavingRules.AbortOrdered, LeavingRules.Paused, LeavingRules.HarmProven, LeavingRules.GateRefused, AlertRules.AlertRefused,
        LeavingRules.ProbeFailsOnCanaryOnly, LeavingRules.DeployFailed, LeavingRules.WantedChanged, LeavingRules.PromotionOrdered, AlertRules.PausedByAlert,
        SettledRules.Unheld, LeavingRules.SpecInvalid, FleetRules.FleetUnreadable, FleetRules.CanaryLeftFleet,
    ];

    private static readonly Rule[] Starting =
    [
        .. Leaving, FleetRules.NoCapacity, FleetRules.ProgressDeadlinePassed, FleetRules.CanaryOutOfPlace, FleetRules.StrayNodesHere, FleetRules.WarmUpBegins,
        FleetRules.WarmUpNotOver, FleetRules.WarmUpOver,
    ];

    private static readonly Rule[] WarmingUp = [.. Leaving, FleetRules.CanaryOutOfPlace, FleetRules.WarmUpNotOver, FleetRules.WarmUpOver];

    private static readonly Rule[] Judging =
    [
        .. Leaving, FleetRules.NoCapacity, FleetRules.CanaryOutOfPlace, FleetRules.WarmUpBegins, FleetRules.WarmUpNotOver,
        FleetRules.StrayNodes,
        EvidenceRules.MetricMisconfigured, EvidenceRules.FleetNotComparable, EvidenceRules.UnavailableTooLong,
        EvidenceRules.MetricsUnavailable, EvidenceRules.DeadlineRollsBack, EvidenceRules.ProbeFails, EvidenceRules.DeadlineWidens,
        EvidenceRules.DeadlineHolds, EvidenceRules.EvidenceMissing, EvidenceRules.MinimumDuration, EvidenceRules.ProbeUnknown, EvidenceRules.GateClosed, EvidenceRules.EvidenceReached,
    ];

    private static readonly Rule[] Advancing =
    [
        .. Leaving, FleetRules.CanaryOutOfPlace, FleetRules.StrayNodes, PromotionRules.NextStage, PromotionRules.LastStagePassed,
        PromotionRules.NothingGranted,
    ];

    private static readonly Rule[] Promoting =
    [
        LeavingRules.AbortOrdered, LeavingRules.Paused, LeavingRules.HarmProvenInPromotionByEvidence, LeavingRules.GateRefused,
        AlertRules.AlertRefused, LeavingRules.ProbeFailsOnCanaryOnly, LeavingRules.WantedChanged, AlertRules.PausedByAlert, FleetRules.FleetUnreadableHere,
        PromotionRules.EveryNodeRuns, PromotionRules.OnlyNodesDownAreLeft, PromotionRules.FailsOnNode, PromotionRules.Goes,
    ];

    private static readonly Rule[] RollingBack =
    [
        WayBackRules.AbortedAlready, FleetRules.FleetUnreadableHere, WayBackRules.CanariesAreBack, WayBackRules.NoneKnownElsewhere,
        WayBackRules.FailsOnNode, WayBackRules.Goes,
    ];

    private static readonly Rule[] Paused =
        [LeavingRules.AbortOrdered, LeavingRules.WantedChanged, AlertRules.TakenBackInSpiteOfThePause, InterruptionRules.Resumed, InterruptionRules.StillPaused];

    private static readonly Rule[] Bypassed =
    [
        InterruptionRules.WayBackOrdered, SettledRules.UntriedPromoted, InterruptionRules.ForeignAccepted, InterruptionRules.ForeignGone,
        InterruptionRules.StillBypassed,
    ];

    private static readonly Rule[] Invalid =
    [
        LeavingRules.AbortOrdered, LeavingRules.HarmProvenInPromotionByEvidence, LeavingRules.GateRefused, LeavingRules.WantedChanged,
        InterruptionRules.SpecMended, InterruptionRules.StillInvalid,
    ];

    private static readonly Rule[] Contradictory = [InterruptionRules.StillInvalid];
}

using System.Collections.Frozen;
using System.Reflection;

namespace Rollout.Planning;

/// <summary>
/// Why a rollout is where it is: the closed list, used word for word in status, conditions, happenings, log lines and metric labels.
/// </summary>
public static class Reasons
{
    // Before and between trials.
    public const string NotYetSeen = nameof(NotYetSeen);
    public const string StableAdopted = nameof(StableAdopted);
    public const string RevisionWanted = nameof(RevisionWanted);
    public const string RevisionNotWanted = nameof(RevisionNotWanted);
    public const string RevisionWithdrawn = nameof(RevisionWithdrawn);
    public const string RevisionSuperseded = nameof(RevisionSuperseded);
    public const string ApiBreaksDeclared = nameof(ApiBreaksDeclared);
    public const string RetryOrdered = nameof(RetryOrdered);
    public const string SpecInvalid = nameof(SpecInvalid);
    public const string RecordContradictory = nameof(RecordContradictory);
    public const string SpecMended = nameof(SpecMended);

    // The fleet.
    public const string FleetUnreadable = nameof(FleetUnreadable);
    public const string FleetMixed = nameof(FleetMixed);
    public const string WorkloadBusy = nameof(WorkloadBusy);
    public const string Unheld = nameof(Unheld);
    public const string FleetNotOnStable = nameof(FleetNotOnStable);
    public const string ForeignRevision = nameof(ForeignRevision);
    public const string ForeignRevisionGone = nameof(ForeignRevisionGone);
    public const string NothingToCompareWith = nameof(NothingToCompareWith);
    public const string NotEnoughReadyNodes = nameof(NotEnoughReadyNodes);
    public const string CanaryLeak = nameof(CanaryLeak);
    public const string StrayRevision = nameof(StrayRevision);

    // The canaries.
    public const string StageOpened = nameof(StageOpened);
    public const string CanaryNotReady = nameof(CanaryNotReady);
    public const string CanaryReplaced = nameof(CanaryReplaced);
    public const string NoCapacity = nameof(NoCapacity);
    public const string DeployFailed = nameof(DeployFailed);
    public const string ProgressDeadlinePassed = nameof(ProgressDeadlinePassed);
    public const string WarmingUp = nameof(WarmingUp);

    // The evidence.
    public const string EvidenceMissing = nameof(EvidenceMissing);
    public const string EvidenceReached = nameof(EvidenceReached);
    public const string MinimumDuration = nameof(MinimumDuration);
    public const string DeadlinePassed = nameof(DeadlinePassed);
    public const string DeadlineWidened = nameof(DeadlineWidened);
    public const string FleetNotComparable = nameof(FleetNotComparable);
    public const string MetricsUnread = nameof(MetricsUnread);
    public const string MetricsUnavailable = nameof(MetricsUnavailable);
    public const string MetricMisconfigured = nameof(MetricMisconfigured);
    public const string HarmProven = nameof(HarmProven);
    public const string HarmNotActedUpon = nameof(HarmNotActedUpon);

    // Probes and gates.
    public const string ProbeUnknown = nameof(ProbeUnknown);
    public const string ProbeNotProven = nameof(ProbeNotProven);
    public const string ProbeFailsOnStable = nameof(ProbeFailsOnStable);
    public const string ProbeFailsEverywhere = nameof(ProbeFailsEverywhere);
    public const string ProbeFailsOnCanary = nameof(ProbeFailsOnCanary);
    public const string ContractWidened = nameof(ContractWidened);
    public const string GateClosed = nameof(GateClosed);
    public const string GateRefused = nameof(GateRefused);

    // Alerts.
    public const string AlertFires = nameof(AlertFires);
    public const string AlertResolved = nameof(AlertResolved);
    public const string PausedByAlert = nameof(PausedByAlert);
    public const string NoticeNotDelivered = nameof(NoticeNotDelivered);

    // Promotion and the way back.
    public const string AllStagesPassed = nameof(AllStagesPassed);
    public const string PromotedByHand = nameof(PromotedByHand);
    public const string PromotionFailsOnNode = nameof(PromotionFailsOnNode);
    public const string RevisionPromoted = nameof(RevisionPromoted);
    public const string NodesLeftBehind = nameof(NodesLeftBehind);
    public const string Aborted = nameof(Aborted);
    public const string WayBackOver = nameof(WayBackOver);
    public const string WayBackStuck = nameof(WayBackStuck);

    // Persons.
    public const string PausedByOwner = nameof(PausedByOwner);
    public const string Resumed = nameof(Resumed);
    public const string OrderNotCarriedOut = nameof(OrderNotCarriedOut);

    // The controller itself.
    public const string LevelNotReached = nameof(LevelNotReached);
    public const string ClockSetBack = nameof(ClockSetBack);
    public const string PassFails = nameof(PassFails);
    public const string AnnotationInvalid = nameof(AnnotationInvalid);

    // Monitoring after the rollout.
    public const string ProbeFailsAfterPromotion = nameof(ProbeFailsAfterPromotion);

    // Conditions only.
    public const string AtRest = nameof(AtRest);
    public const string NotYetHeld = nameof(NotYetHeld);
    public const string AnnotationsUnderstood = nameof(AnnotationsUnderstood);
    public const string OnTrial = nameof(OnTrial);
    public const string MetricsAvailable = nameof(MetricsAvailable);
    public const string ForecastUnknown = nameof(ForecastUnknown);
    public const string ForecastReachable = nameof(ForecastReachable);
    public const string ForecastOutOfReach = nameof(ForecastOutOfReach);
    public const string NoneRefused = nameof(NoneRefused);

    private static readonly FrozenSet<string> Warnings = FrozenSet.Create(StringComparer.Ordinal,
        SpecInvalid, RecordContradictory, FleetUnreadable, FleetMixed, Unheld, ApiBreaksDeclared, NoCapacity, ForeignRevision, CanaryLeak, StrayRevision, CanaryNotReady,
            DeployFailed,
        ProgressDeadlinePassed, DeadlinePassed, FleetNotComparable, MetricsUnavailable, MetricMisconfigured, HarmProven, HarmNotActedUpon,
        ProbeNotProven, ProbeFailsOnStable, ProbeFailsEverywhere, ProbeFailsOnCanary, GateRefused, AlertFires, PausedByAlert, NoticeNotDelivered, PromotionFailsOnNode, NodesLeftBehind, WayBackStuck,
        OrderNotCarriedOut, LevelNotReached, ClockSetBack, PassFails, AnnotationInvalid, ProbeFailsAfterPromotion);

    /// <summary>All of them.</summary>
    public static FrozenSet<string> All { get; } = typeof(Reasons).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(f => f.IsLiteral).Select(f => f.Name).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether somebody should look when this becomes the reason.</summary>
    public static Severity SeverityOf(string reason) => Warnings.Contains(reason) ? Severity.Warning : Severity.Normal;
}

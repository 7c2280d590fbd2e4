namespace Rollout.Planning.Tests.Walking;

/// <summary>All that may come from outside in one pass, as few values as make a difference. Relative to what is recorded.</summary>
internal sealed record Input(
    FleetSeen Fleet = FleetSeen.AsOrdered,
    Said Judge = Said.Insufficient,
    Probed Probes = Probed.Passing,
    Ordered Orders = Ordered.None,
    WantedNow Wanted = WantedNow.Same,
    GateSeen Gate = GateSeen.None,
    bool Paused = false,
    bool Invalid = false,
    AlertSeen Alert = AlertSeen.None);

internal enum AlertSeen
{
    None,
    Pages,
    PagesOver,
    Losses,
    Tickets,
    FiredBefore,
}

internal enum FleetSeen
{
    AsOrdered,
    AllOnStable,
    AllOnCanary,
    CanaryNotReady,
    CanaryOnStable,
    CanaryUnknown,
    CanaryLeftFleet,
    StableNodeDown,
    StableNodesDown,
    Leak,
    Foreign,
    ForeignEverywhere,
    OtherRevision,
    Mixed,
    AllDown,
    Empty,
    Missing,
    Unreadable,
    DeployFailedOnCanary,
    DeployFailedBeside,
    DeployFailedOnTheWayBack,
    NoRoomForTheCanary,
    Busy,
    Unheld,
    CameByItself,
    CameByItselfInPlaceOfTheCanary,
}

internal enum Said
{
    Missing,
    Unreadable,
    Insufficient,
    NoWorse,
    Better,
    Worse,
    Unavailable,
    Misconfigured,
    ObjectiveAbsent,
    GuardAbsent,
    GuardWorse,
    GuardUnavailable,
    WatchWorse,
    WorseTogether,
    NoWorseOfOtherTrial,
    NoWorseOfOtherRevision,
    NoWorseForCoarserTolerance,
    NoWorseBeforeTheWarmUp,
    WorseOfOtherTrial,
    WorseOfOtherRevision,
    NotComparable,
}

internal enum Probed
{
    Passing,
    FailingOnCanary,
    FailingOnCanaryByChance,
    FailingOnStable,
    FailingEverywhere,
    FailingOnCanaryBeforeItWasWarm,
    Unknown,
    UnknownOnCanary,
    UnknownOnStable,
}

internal enum Ordered
{
    None,
    AbortWhateverThereIs,
    AbortCanary,
    AbortOther,
    PromoteCanary,
    PromoteOther,
    PromoteNothing,
    RetryCanary,
    RetryOther,
    RetryOtherLongAgo,
    Pause,
    Resume,
    AbortAndPromote,
    ResumeAndPromote,
}

internal enum WantedNow
{
    Same,
    Nothing,
    Stable,
    Other,
    Foreign,
}

internal enum GateSeen
{
    None,
    Open,
    Closed,
    Unknown,
    Refused,
    RefusedOther,
}

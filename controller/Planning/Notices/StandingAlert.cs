using Rollout.Api;

namespace Rollout.Planning.Notices;

/// <summary>A state of a rollout that is an alert for as long as it lasts.</summary>
/// <param name="Event">Which.</param>
/// <param name="Revision">What it is about, where it is about one.</param>
/// <param name="Since">Since when.</param>
/// <param name="Reason">From <see cref="Reasons"/>.</param>
/// <param name="Message">A sentence for people.</param>
public sealed record StandingAlert(NoticeEvent Event, string? Revision, DateTimeOffset Since, string Reason, string Message)
{
    /// <summary>The one that stands now; null: none. Pure, of what is recorded: a restarted controller says the same.</summary>
    public static StandingAlert? Of(Progress progress)
    {
        var what = progress.Phase switch
        {
            Phase.Held => NoticeEvent.Held,
            Phase.Paused => NoticeEvent.Paused,
            Phase.Bypassed => NoticeEvent.Bypassed,
            Phase.Invalid => NoticeEvent.Invalid,
            Phase.RolledBack => NoticeEvent.RolledBack,
            Phase.RollingBack => progress.WayBack is { } way && progress.RefusalOf(way.Revision) is not null ? NoticeEvent.RolledBack : (NoticeEvent?)null,
            Phase.Idle or Phase.Waiting or Phase.Starting or Phase.WarmingUp or Phase.Judging or Phase.Advancing or Phase.Promoting or Phase.Promoted => null,
        };
        var revision = progress.CanaryRevision ?? progress.WayBack?.Revision ?? (progress.Outcomes is [var last, ..] ? last.Revision : null);

        // A rollback began with the refusal, and is one alert until something else happens.
        var since = what == NoticeEvent.RolledBack ? progress.RefusalOf(revision)?.At ?? progress.Since : progress.Since;
        return what is { } found && since is { } at ? new StandingAlert(found, revision, at, progress.Reason, progress.Message) : null;
    }
}

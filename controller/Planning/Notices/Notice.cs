using Rollout.Api;

namespace Rollout.Planning.Notices;

/// <summary>Something that receivers are to be told, recorded in the same write as what it tells of.</summary>
/// <param name="Id">Its number in this rollout; none has it again.</param>
/// <param name="Event">What it is about.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Revision">The revision it is about, where it is about one.</param>
/// <param name="Stable">What the fleet runs otherwise.</param>
/// <param name="Phase">Where the rollout went.</param>
/// <param name="Reason">From <see cref="Reasons"/>.</param>
/// <param name="Message">A sentence for people, cut to <see cref="NoticeBook.MostMessage"/>.</param>
/// <param name="Severity">Whether somebody should look.</param>
/// <param name="Stage">Index of the open stage; null while there is none.</param>
/// <param name="To">Names of the receivers that do not know yet.</param>
public sealed record Notice(
    long Id, NoticeEvent Event, DateTimeOffset At, string? Revision, string? Stable, Phase Phase, string Reason, string Message, Severity Severity, int? Stage,
    ValueList<string> To);

namespace Rollout.Planning;

/// <summary>A revision that is not tried again unless a person asks for a retry.</summary>
/// <param name="Revision">Which.</param>
/// <param name="Reason">From <see cref="Reasons"/>.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="At">When it was refused.</param>
public sealed record RefusedRevision(string Revision, string Reason, string Message, DateTimeOffset At);

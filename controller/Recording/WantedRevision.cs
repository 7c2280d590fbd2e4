namespace Rollout.Recording;

/// <summary>A revision that was asked for.</summary>
/// <param name="Revision">Which.</param>
/// <param name="Author">Null where unknown.</param>
/// <param name="At">When.</param>
public sealed record WantedRevision(string Revision, string? Author, DateTimeOffset At);

namespace Rollout.Planning;

/// <summary>A revision's trial that is over.</summary>
/// <param name="Result">How it ended.</param>
/// <param name="Revision">What was on trial.</param>
/// <param name="Reason">From <see cref="Reasons"/>.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="StartedAt">When the revision was taken up.</param>
/// <param name="EndedAt">When the fleet was seen to be where it was to go.</param>
/// <param name="By">The person who ended it, where one did and is known.</param>
public sealed record Outcome(
    OutcomeResult Result, string Revision, string Reason, string Message, DateTimeOffset StartedAt, DateTimeOffset EndedAt,
        string? By = null)
{
    /// <summary>What the history keeps of it besides; null where nothing was noted.</summary>
    public ReleaseNotes? Release { get; init; }
}

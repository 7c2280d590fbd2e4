namespace Rollout.Planning;

/// <summary>Something to announce once, after it was recorded.</summary>
/// <param name="At">When it was decided.</param>
/// <param name="Revision">The revision it is about, where it is about one.</param>
/// <param name="Reason">From <see cref="Reasons"/>.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="Severity">Whether somebody should look.</param>
/// <param name="By">Who or what brought it about, where somebody did and is known; null: the controller itself.</param>
public sealed record Happening(DateTimeOffset At, string? Revision, string Reason, string Message, Severity Severity, string? By = null);

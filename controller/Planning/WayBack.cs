namespace Rollout.Planning;

/// <summary>Why the fleet goes back to stable, and what becomes of the revision when it is there.</summary>
/// <param name="Result">The outcome it will be.</param>
/// <param name="Revision">What was on trial.</param>
/// <param name="Reason">From <see cref="Reasons"/>.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="By">The person who ordered it, where one did and is known.</param>
public sealed record WayBack(OutcomeResult Result, string Revision, string Reason, string Message, string? By = null)
{
    /// <summary>The nodes that must be seen back, ready, on stable; empty: every node.</summary>
    public ValueList<string> Nodes { get; init; } = [];
}

namespace Rollout.Cli.Pipeline;

/// <summary>What is waited for.</summary>
/// <param name="Revision">Pinned; null: whatever is wanted when it is looked.</param>
/// <param name="Started">Whether this very call has asked for it: then a wish of somebody else after ours supersedes it.</param>
/// <param name="WantedBefore">When the wish before ours was made; null: there was none. Until another is shown, ours has not been taken up.</param>
internal sealed record WaitTarget(string? Revision, bool Started = false, DateTimeOffset? WantedBefore = null);

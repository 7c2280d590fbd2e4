namespace Rollout.Benchmarks.Worlds;

/// <summary>One simulated rollout; minutes from the end of the warm-up, null where it did not happen.</summary>
/// <param name="RolledBack">Our judge's rollback.</param>
/// <param name="Promoted">Our judge's first promotion.</param>
/// <param name="Oracle">The oracle's rollback.</param>
/// <param name="Rivals">Each rule's rollback, where they took part.</param>
internal sealed record RunOutcome(int? RolledBack, int? Promoted, int? Oracle, IReadOnlyList<int?> Rivals);

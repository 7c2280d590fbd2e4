namespace Rollout.History;

/// <summary>How it stands with the writing of the history.</summary>
/// <param name="Waiting">Releases that are not written yet.</param>
/// <param name="Trouble">Why the last attempt came to nothing; null: it did not.</param>
/// <param name="Since">When the first of the attempts in a row failed.</param>
/// <param name="Refused">Releases that the store did not take, since the start.</param>
public sealed record LedgerStanding(int Waiting, string? Trouble, DateTimeOffset? Since, int Refused);

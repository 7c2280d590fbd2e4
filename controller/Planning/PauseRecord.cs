namespace Rollout.Planning;

/// <summary>A pause by order; it lasts until a resume.</summary>
/// <param name="By">Null where unknown.</param>
/// <param name="At">When it was ordered.</param>
public sealed record PauseRecord(string? By, DateTimeOffset At);

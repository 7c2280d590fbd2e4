namespace Rollout.History.Reporting;

/// <summary>Time spent in one stage.</summary>
/// <param name="Index">From 0.</param>
/// <param name="Took">From opening it to leaving it; one that was never left is unknown.</param>
public sealed record StageTime(int Index, Durations Took);

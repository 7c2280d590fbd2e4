namespace Rollout.Metrics;

/// <summary>What a node shows of its own life: whether it is the process that it was can be told from these two.</summary>
/// <param name="Began">Its <c>process_start_time_seconds</c>, on its own clock; null where it shows none.</param>
/// <param name="Counted">Events that it has counted since it began.</param>
public sealed record NodeLife(double? Began, double Counted);

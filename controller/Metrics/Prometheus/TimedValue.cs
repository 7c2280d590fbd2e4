namespace Rollout.Metrics.Prometheus;

/// <summary>A stored sample.</summary>
/// <param name="Milliseconds">Since the epoch; Prometheus knows no finer time.</param>
/// <param name="Value">May be NaN or infinite.</param>
public readonly record struct TimedValue(long Milliseconds, double Value);

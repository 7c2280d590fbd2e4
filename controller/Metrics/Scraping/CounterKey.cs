namespace Rollout.Metrics.Scraping;

/// <summary>One counter of a node: one series in one role (a series may serve in two).</summary>
public readonly record struct CounterKey(CounterRole Role, string Series);

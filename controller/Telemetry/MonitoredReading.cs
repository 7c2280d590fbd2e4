namespace Rollout.Telemetry;

/// <summary>How an acceptance probe that no rollout runs stands.</summary>
/// <param name="Namespace">Its own.</param>
/// <param name="Probe">Its name.</param>
/// <param name="Success">1: it passes wherever it runs; 0: it fails somewhere; NaN: not enough is known.</param>
public sealed record MonitoredReading(string Namespace, string Probe, double Success);

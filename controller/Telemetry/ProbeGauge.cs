namespace Rollout.Telemetry;

/// <summary>How a probe stands on all nodes of one side together.</summary>
/// <param name="Probe">Its name.</param>
/// <param name="Canary">The nodes on trial; else those of the stable version.</param>
/// <param name="Success">1: it passes on all of them; 0: it fails on one; NaN: nothing is known.</param>
public sealed record ProbeGauge(string Probe, bool Canary, double Success);

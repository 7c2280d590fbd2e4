namespace Rollout.Telemetry;

/// <param name="Index">From 0.</param>
/// <param name="Nodes">On the canary.</param>
/// <param name="Since">When it was opened.</param>
public sealed record TrialStage(int Index, int Nodes, DateTimeOffset Since);

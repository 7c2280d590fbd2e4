namespace Rollout.Api;

/// <summary>A probe's part in a rollout: by name of an AcceptanceProbe, or inline (host fleets).</summary>
public sealed record RolloutProbe(string Name, AcceptanceProbeSpec? Probe = null);

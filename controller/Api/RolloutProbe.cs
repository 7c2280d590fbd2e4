using Rollout.Api.Schema;

namespace Rollout.Api;

/// <summary>A probe's part in a rollout.</summary>
/// <param name="Name">An AcceptanceProbe of the same namespace.</param>
/// <param name="Probe">Host fleets only: the probe, inline.</param>
public sealed record RolloutProbe(
    [property: Field(Form = FieldForm.Label)] string Name, [property: Field(Hidden = true)] AcceptanceProbeSpec? Probe = null);

using Rollout.Api;

namespace Rollout.Probes.Schedule;

/// <summary>A probe that is to be run against a node again and again.</summary>
/// <param name="Probe">Its name in the rollout.</param>
/// <param name="Node">The node's name; or a name for production as a whole.</param>
/// <param name="Spec">What to run, how often, and how many failures in a row are failing.</param>
/// <param name="Address">Scheme, host and port.</param>
public sealed record ProbeAssignment(string Probe, string Node, AcceptanceProbeSpec Spec, Uri Address);

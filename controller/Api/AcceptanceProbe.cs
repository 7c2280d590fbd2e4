namespace Rollout.Api;

/// <summary>An AcceptanceProbe as it stands in a file or an API server.</summary>
/// <param name="Name">Unique in its namespace.</param>
/// <param name="Namespace">Null where it says none.</param>
/// <param name="Spec">What it does.</param>
public sealed record AcceptanceProbe(string Name, string? Namespace, AcceptanceProbeSpec Spec);

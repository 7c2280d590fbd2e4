namespace Rollout.Api.Resources;

/// <summary>Another resource that a spec names, in its own namespace.</summary>
/// <param name="Kind">BusinessMetric or AcceptanceProbe.</param>
/// <param name="Name">Which.</param>
/// <param name="Place">The field that names it: <c>spec.metrics[0].metricRef</c>.</param>
public sealed record ResourceReference(string Kind, string Name, string Place);

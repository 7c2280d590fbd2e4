namespace Rollout.Api;

/// <summary>A Prometheus server's HTTP API.</summary>
public sealed record PrometheusSource(string Address, string? SecretName = null);

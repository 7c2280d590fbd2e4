using Rollout.Api;

namespace Rollout.Metrics.Prometheus;

/// <summary>A server and the secret it is spoken to with. Two that are equal share their requests.</summary>
/// <param name="Address">As the source writes it.</param>
/// <param name="Namespace">Of the secret; null where there is none.</param>
/// <param name="Secret">Its name; null where there is none.</param>
internal sealed record ServerName(string Address, string? Namespace, string? Secret)
{
    public static ServerName Of(PrometheusSource source, WorkloadName workload) =>
        new(source.Address ?? throw new ArgumentException("it names no server, and none was put in its place", nameof(source)), source.SecretName is null ? null : workload.Namespace, source.SecretName);
}

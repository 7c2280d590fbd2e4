using Rollout.Api;

namespace Rollout.Server.Operator;

/// <summary>The Prometheus server that the controller was started with, for metrics whose source names none. Pure.</summary>
public static class OwnServer
{
    /// <param name="metric">As it is written.</param>
    /// <param name="prometheus">Its URL; null: the controller has none.</param>
    public static BusinessMetricSpec Into(BusinessMetricSpec metric, string? prometheus) =>
        prometheus is not null && metric.Source?.Prometheus is { Address: null } named
            ? metric with { Source = metric.Source with { Prometheus = named with { Address = prometheus } } } : metric;

    /// <summary>The same for every metric of a rollout.</summary>
    public static StaggeredRolloutSpec Into(StaggeredRolloutSpec spec, string? prometheus) =>
        prometheus is null ? spec : spec with { Metrics = [.. spec.Metrics.Select(m => m.Metric is { } metric ? m with { Metric = Into(metric, prometheus) } : m)] };
}

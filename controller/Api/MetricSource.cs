namespace Rollout.Api;

/// <summary>Where a metric is read: exactly one of the two.</summary>
public sealed record MetricSource
{
    public PrometheusSource? Prometheus { get; init; }

    public ScrapeSource? Scrape { get; init; }
}

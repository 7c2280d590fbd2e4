using Rollout.Api.Schema;

namespace Rollout.Api;

/// <summary>Where a metric is read: exactly one of the two.</summary>
[Rule("has(self.prometheus) != has(self.scrape)", "write exactly one of prometheus and scrape")]
public sealed record MetricSource
{
    /// <summary>A Prometheus server.</summary>
    public PrometheusSource? Prometheus { get; init; }

    /// <summary>The nodes' own /metrics, scraped directly.</summary>
    public ScrapeSource? Scrape { get; init; }
}

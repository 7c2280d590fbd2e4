namespace Rollout.Metrics.Prometheus;

/// <summary>What Prometheus scrapes: a node may be scraped at several ports, and a replaced one has a new address.</summary>
internal readonly record struct TargetKey(string Job, string Instance)
{
    public static TargetKey Of(StoredSeries series) => new(series.Label("job"), series.Label("instance"));
}

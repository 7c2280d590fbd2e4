namespace Rollout.Metrics.Scraping;

/// <summary>What a counter is to its metric.</summary>
public enum CounterRole
{
    Count,
    Sum,
    Traffic,
}

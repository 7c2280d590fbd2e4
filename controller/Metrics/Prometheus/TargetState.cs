namespace Rollout.Metrics.Prometheus;

/// <summary>How a target stood at a boundary.</summary>
internal enum TargetState
{
    /// <summary>Its last scrape is there and on time.</summary>
    Scraped,

    /// <summary>Its last scrape failed.</summary>
    Down,

    /// <summary>A scrape that should be there is not: nobody tried, or it has not been stored yet.</summary>
    Late,

    /// <summary>It is scraped less than once a bucket.</summary>
    Seldom,
}

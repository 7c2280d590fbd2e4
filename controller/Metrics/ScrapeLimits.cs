using Rollout.Metrics.Exposition;

namespace Rollout.Metrics;

/// <summary>What scraping may cost.</summary>
public sealed record ScrapeLimits
{
    public ExpositionLimits Exposition { get; init; } = new();

    /// <summary>For the whole of a scrape, connecting included; never more than <see cref="PartOfInterval"/> of the bucket.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A scrape that took longer than its bucket would be a reading of the next one.</summary>
    public double PartOfInterval { get; init; } = 0.8;

    /// <summary>Scrapes under way at once.</summary>
    public int AtOnce { get; init; } = 256;

    /// <summary>The time that a scrape for a bucket of this length may take.</summary>
    public TimeSpan TimeoutFor(TimeSpan interval) => TimeSpan.FromTicks(Math.Min(Timeout.Ticks, (long)(interval.Ticks * PartOfInterval)));
}

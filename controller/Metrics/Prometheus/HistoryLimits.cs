namespace Rollout.Metrics.Prometheus;

/// <summary>How much of the past is asked for, and kept.</summary>
public sealed record HistoryLimits
{
    public TimeSpan LookBack { get; init; } = TimeSpan.FromDays(14);

    /// <summary>Buckets of the first question, by whose answer the size of the next ones is chosen.</summary>
    public int FirstBuckets { get; init; } = 60;

    /// <summary>Buckets of one question; Prometheus itself answers no more than 11,000 steps.</summary>
    public int MostBuckets { get; init; } = 5_000;

    /// <summary>Samples of one answer that are aimed at.</summary>
    public int SamplesAtOnce { get; init; } = 200_000;

    /// <summary>Samples of all answers together: a fleet with many series is looked back on for a shorter time.</summary>
    public long MostSamples { get; init; } = 20_000_000;

    /// <summary>Readings (one node in one bucket) that are kept.</summary>
    public int MostReadings { get; init; } = 500_000;

    /// <summary>A store that shows nothing for this long does not go back further.</summary>
    public TimeSpan MostSilence { get; init; } = TimeSpan.FromDays(1);
}

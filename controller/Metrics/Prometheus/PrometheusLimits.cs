namespace Rollout.Metrics.Prometheus;

/// <summary>What asking a Prometheus server may cost.</summary>
public sealed record PrometheusLimits
{
    /// <summary>Bytes of one answer, after decompression.</summary>
    public int MaxBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Series of one answer.</summary>
    public int MaxSeries { get; init; } = 20_000;

    /// <summary>Samples of one answer.</summary>
    public int MaxSamples { get; init; } = 2_000_000;

    /// <summary>For one query, waiting and connecting included; never more than <see cref="PartOfInterval"/> of the bucket.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    public double PartOfInterval { get; init; } = 0.8;

    /// <summary>For one query of the past.</summary>
    public TimeSpan HistoryTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Requests of one server under way at once.</summary>
    public int AtOnce { get; init; } = 8;

    /// <summary>How long an answer is kept for others who ask the same.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Samples of all answers that are kept together.</summary>
    public int MaxKeptSamples { get; init; } = 2_000_000;

    /// <summary>How long a secret is used before it is read again; a refusal by the server reads it at once.</summary>
    public TimeSpan SecretFor { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest that a server may ask us to stay away.</summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long after a boundary it is asked for: a scrape that began before the boundary is stored when it has ended. Never more than a
    /// tenth of the bucket.
    /// </summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The time that a query for a bucket of this length may take.</summary>
    public TimeSpan TimeoutFor(TimeSpan interval) => TimeSpan.FromTicks(Math.Min(Timeout.Ticks, (long)(interval.Ticks * PartOfInterval)));

    /// <summary>See <see cref="Settle"/>.</summary>
    public TimeSpan SettleFor(TimeSpan interval) => TimeSpan.FromTicks(Math.Min(Settle.Ticks, interval.Ticks / 10));
}

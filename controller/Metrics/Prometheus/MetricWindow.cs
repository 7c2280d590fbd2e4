using Rollout.Metrics.Scraping;

namespace Rollout.Metrics.Prometheus;

/// <summary>All that a server stores of one metric in the two buckets that end at a boundary.</summary>
internal sealed record MetricWindow
{
    public required DateTimeOffset Boundary { get; init; }

    public required TimeSpan Interval { get; init; }

    /// <summary>The <c>up</c> of the fleet's nodes, which Prometheus itself writes at every scrape.</summary>
    public required IReadOnlyList<StoredSeries> Up { get; init; }

    /// <summary>Their <c>process_start_time_seconds</c>.</summary>
    public required IReadOnlyList<StoredSeries> Starts { get; init; }

    public required IReadOnlyList<(CounterRole Role, IReadOnlyList<StoredSeries> Series)> Counters { get; init; }

    /// <summary>Null: the metric has no histogram.</summary>
    public IReadOnlyList<StoredSeries>? Buckets { get; init; }

    /// <summary>Null: the metric is no gauge.</summary>
    public IReadOnlyList<StoredSeries>? Levels { get; init; }

    /// <summary>Every series of the metric itself.</summary>
    public IEnumerable<StoredSeries> Own => Counters.SelectMany(c => c.Series).Concat(Buckets ?? []).Concat(Levels ?? []);

    public long BoundaryMilliseconds => Boundary.ToUnixTimeMilliseconds();

    /// <summary>When the bucket began.</summary>
    public long BeginMilliseconds => (Boundary - Interval).ToUnixTimeMilliseconds();
}

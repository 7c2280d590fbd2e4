namespace Rollout.Metrics.Scraping;

/// <summary>
/// All that one node shows of one metric at one moment, series by series: so a series that vanishes or falls is seen as what it is.
/// </summary>
public sealed record NodeCounters
{
    public required IReadOnlyDictionary<CounterKey, double> Counters { get; init; }

    /// <summary>Series (without le) to its buckets; null: the metric has no histogram.</summary>
    public IReadOnlyDictionary<string, HistogramCounts>? Histograms { get; init; }

    /// <summary>Series of a gauge to its level; null: the metric is none.</summary>
    public IReadOnlyDictionary<string, double>? Levels { get; init; }

    /// <summary>Series to a time: process_start_time_seconds and _created. A change means that the counters began anew.</summary>
    public required IReadOnlyDictionary<string, double> Beginnings { get; init; }

    /// <summary>
    /// What was seen between the boundary before and this one that shows that the counters began anew, where more than the two ends is
    /// known; else null.
    /// </summary>
    public string? Broken { get; init; }
}

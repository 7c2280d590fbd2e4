using Rollout.Judge;

namespace Rollout.Metrics;

/// <summary>What a store remembers of a metric, as the judge wants it.</summary>
/// <param name="Buckets">In order of time, none twice; gaps are gaps.</param>
/// <param name="Bins">Of the order values; null where there are none.</param>
/// <param name="From">How far back was looked.</param>
/// <param name="Until">Up to where.</param>
/// <param name="Trouble">Why it does not go back further; null where it does, or where the store does not.</param>
public sealed record MetricPast(IReadOnlyList<FleetBucket> Buckets, ValueBins? Bins, DateTimeOffset From, DateTimeOffset Until, string? Trouble);

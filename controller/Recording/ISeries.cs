using Rollout.Judge;

namespace Rollout.Recording;

/// <summary>What goes on beside a record: buckets of calm times for calibration, points and happenings for people. Nothing is decided by it.</summary>
public interface ISeries
{
    /// <summary>The recorder's own write stores the series of its news. Else they come by <see cref="Keep"/>, and are no reason to write.</summary>
    bool IsWrittenAlong { get; }

    /// <summary>News that were recorded, or that were nothing but series. Does nothing where they are written along.</summary>
    void Keep(RolloutKey key, RecordedNews news);

    /// <summary>A metric's buckets that ended after <paramref name="since"/>, oldest first.</summary>
    ValueTask<IReadOnlyList<FleetBucket>> ReadBucketsAsync(RolloutKey key, string metric, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>What the judge said of a revision, oldest first.</summary>
    ValueTask<IReadOnlyList<MetricPoint>> ReadPointsAsync(RolloutKey key, string revision, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    ValueTask<IReadOnlyList<RecordedHappening>> ReadLatestHappeningsAsync(RolloutKey key, int most, CancellationToken cancellationToken);
}

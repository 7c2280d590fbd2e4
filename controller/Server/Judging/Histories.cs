using Rollout.Judge;

namespace Rollout.Server.Judging;

/// <summary>The recorded past of a metric as the judge wants it. Pure.</summary>
public static class Histories
{
    /// <summary>
    /// Without the buckets whose order values were counted in other bins than today's (a release may change its histogram), unless that
    /// leaves none: then without order values.
    /// </summary>
    public static FleetHistory Of(TimeSpan interval, ValueBins? bins, IReadOnlyList<FleetBucket> buckets)
    {
        var alike = bins is null ? [] : buckets.Where(b => b.Nodes.Values.All(m => m.ValueCounts?.Count == bins.UpperBounds.Count)).ToList();
        return alike.Count > 0
            ? new FleetHistory { BucketLength = interval, Buckets = alike, ValueBins = bins }
            : new FleetHistory { BucketLength = interval, Buckets = [.. buckets.Select(WithoutValues)] };
    }

    /// <summary>
    /// What a store remembers from before the first bucket that was recorded here, then what was recorded: since then the controller knows
    /// who ran what, and the store does not.
    /// </summary>
    public static IReadOnlyList<FleetBucket> Joined(IReadOnlyList<FleetBucket> past, IReadOnlyList<FleetBucket> recorded, DateTimeOffset since)
    {
        var began = recorded.Count == 0 ? DateTimeOffset.MaxValue : recorded.Min(b => b.Start);
        return past.Count == 0 ? recorded : [.. past.Where(b => b.Start >= since && b.End <= began), .. recorded];
    }

    private static FleetBucket WithoutValues(FleetBucket bucket) =>
        bucket with { Nodes = bucket.Nodes.ToDictionary(n => n.Key, n => n.Value with { ValueCounts = null }, StringComparer.Ordinal) };
}

namespace Rollout.Metrics.Recorded;

/// <summary>How recorded data are cut into buckets: those that end by the start are history, those from it on are judged.</summary>
/// <param name="Bucket">Length; buckets are aligned to the epoch in UTC.</param>
/// <param name="Start">When the canary got the new version. The bucket that it cuts in two is on neither side.</param>
/// <param name="End">No bucket that ends later is judged; null: all there are.</param>
public sealed record SeriesSpan(TimeSpan Bucket, DateTimeOffset Start, DateTimeOffset? End)
{
    /// <summary>Number of the first bucket that is judged, counted from the epoch.</summary>
    public long FirstJudged => Ceiling(Start);

    /// <summary>Number of the first bucket that is no history.</summary>
    public long HistoryEnd => Floor(Start);

    /// <summary>Number of the first bucket that is not judged any more.</summary>
    public long JudgedEnd => End is { } end ? Floor(end) : long.MaxValue;

    public long Floor(DateTimeOffset time) => BucketNumber(time.UtcTicks, Bucket);

    public DateTimeOffset StartOf(long number) => DateTimeOffset.UnixEpoch + (number * Bucket);

    /// <summary>Which bucket a moment lies in.</summary>
    public static long BucketNumber(long utcTicks, TimeSpan bucket)
    {
        var (number, rest) = Math.DivRem(utcTicks - DateTimeOffset.UnixEpoch.UtcTicks, bucket.Ticks);
        return rest < 0 ? number - 1 : number;
    }

    private long Ceiling(DateTimeOffset time) => Floor(time.AddTicks(-1)) + 1;
}

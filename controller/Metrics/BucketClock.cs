namespace Rollout.Metrics;

/// <summary>Bucket boundaries: whole multiples of the interval since the epoch in UTC, so that every controller cuts time alike.</summary>
public static class BucketClock
{
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>The first boundary after <paramref name="now"/>; on a boundary, the next one.</summary>
    public static DateTimeOffset Next(DateTimeOffset now, TimeSpan interval) => Latest(now, interval) + interval;

    /// <summary>The last boundary that is not after <paramref name="now"/>.</summary>
    public static DateTimeOffset Latest(DateTimeOffset now, TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, Shortest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(interval, Longest);
        var since = now.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
        var rest = ((since % interval.Ticks) + interval.Ticks) % interval.Ticks;
        return DateTimeOffset.UnixEpoch.AddTicks(since - rest);
    }

    public static bool IsBoundary(DateTimeOffset at, TimeSpan interval) => Latest(at, interval) == at;
}

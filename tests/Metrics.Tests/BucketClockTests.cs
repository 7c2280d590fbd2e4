namespace Rollout.Metrics.Tests;

public class BucketClockTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 0, 1000)]
    [InlineData(1, 1, 1000)]
    [InlineData(1, 999, 1000)]
    [InlineData(60, 0, 60_000)]
    [InlineData(60, 59_999, 60_000)]
    [InlineData(60, 60_000, 120_000)]
    [InlineData(300, 250_000, 300_000)]
    [InlineData(7, 0, 6000)]
    public void The_next_boundary_is_the_first_one_after_now(int seconds, int nowMilliseconds, int nextMilliseconds)
    {
        // Noon is 1795262400 s, and that modulo 7 is 1: buckets of 7 s end 6 s after it.
        var next = BucketClock.Next(Noon.AddMilliseconds(nowMilliseconds), TimeSpan.FromSeconds(seconds));
        Assert.Equal(Noon.AddMilliseconds(nextMilliseconds), next);
        Assert.True(BucketClock.IsBoundary(next, TimeSpan.FromSeconds(seconds)));
    }

    [Fact]
    public void Boundaries_do_not_depend_on_the_offset_that_a_time_is_written_with()
    {
        var local = new DateTimeOffset(2026, 11, 21, 17, 30, 30, TimeSpan.FromHours(5.5));
        Assert.Equal(Noon.AddMinutes(5), BucketClock.Next(local, TimeSpan.FromMinutes(5)));
        Assert.Equal(Noon, BucketClock.Latest(local, TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public void Boundaries_before_the_epoch_are_aligned_too()
    {
        var before = DateTimeOffset.UnixEpoch.AddSeconds(-90);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(-120), BucketClock.Latest(before, TimeSpan.FromMinutes(1)));
    }

    [Theory]
    [InlineData(999)]
    [InlineData(300_001)]
    public void Refuses_intervals_outside_one_second_to_five_minutes(int milliseconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BucketClock.Next(Noon, TimeSpan.FromMilliseconds(milliseconds)));
}

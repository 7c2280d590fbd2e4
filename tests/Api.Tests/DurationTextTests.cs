namespace Rollout.Api.Tests;

public class DurationTextTests
{
    [Theory]
    [InlineData("90s", 90_000)]
    [InlineData("10m", 600_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("500ms", 500)]
    [InlineData("2d", 172_800_000)]
    [InlineData("1.5s", 1_500)]
    [InlineData("0s", 0)]
    public void A_duration_is_read(string text, long milliseconds)
    {
        Assert.True(DurationText.TryParse(text, out var duration));
        Assert.Equal(milliseconds, duration.TotalMilliseconds);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("90")]
    [InlineData("-3s")]
    [InlineData("3 s")]
    [InlineData("30m1h")]
    [InlineData("1s1s")]
    [InlineData("1w")]
    [InlineData("1,5s")]
    [InlineData("s")]
    [InlineData("99999999d")]
    public void Anything_else_is_not(string? text) => Assert.False(DurationText.TryParse(text, out _));

    [Theory]
    [InlineData(90_000, "1m30s")]
    [InlineData(0, "0s")]
    [InlineData(86_400_000, "1d")]
    [InlineData(3_600_500, "1h500ms")]
    public void What_is_written_is_read_back(long milliseconds, string text)
    {
        Assert.Equal(text, DurationText.Format(TimeSpan.FromMilliseconds(milliseconds)));
        Assert.True(DurationText.TryParse(text, out var again));
        Assert.Equal(milliseconds, again.TotalMilliseconds);
    }
}

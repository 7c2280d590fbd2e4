using System.Globalization;
using System.Text;
using Rollout.Metrics.Recorded;

namespace Rollout.Metrics.Tests.Recorded;

public class Rfc3339Tests
{
    [Theory]
    [InlineData("2026-11-21T10:00:00Z", "2026-11-21T10:00:00Z")]
    [InlineData("2026-11-21t10:00:00z", "2026-11-21T10:00:00Z")]
    [InlineData("2026-11-21 10:00:00Z", "2026-11-21T10:00:00Z")]
    [InlineData("2026-11-21T10:00:00.5Z", "2026-11-21T10:00:00.5Z")]
    [InlineData("2026-11-21T10:00:00.123456789Z", "2026-11-21T10:00:00.1234567Z")]
    [InlineData("2026-11-21T10:00:00+01:00", "2026-11-21T09:00:00Z")]
    [InlineData("2026-11-21T10:00:00-05:30", "2026-11-21T15:30:00Z")]
    [InlineData("2026-12-31T23:30:00-01:00", "2027-01-01T00:30:00Z")]
    [InlineData("2024-02-29T00:00:00-00:00", "2024-02-29T00:00:00Z")]
    [InlineData("1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z")]
    // RFC 3339 section 5.8: the leap second of 1990 in two offsets; it counts as the second after it.
    [InlineData("1990-12-31T23:59:60Z", "1991-01-01T00:00:00Z")]
    [InlineData("1990-12-31T15:59:60-08:00", "1991-01-01T00:00:00Z")]
    public void Reads_a_time(string text, string utc)
    {
        Assert.True(Rfc3339.TryParse(text, out var time));
        Assert.Equal(utc, Rfc3339.Format(time));
        Assert.Equal(TimeSpan.Zero, time.Offset);
    }

    [Theory]
    [InlineData("", TimeFault.NotATime)]
    [InlineData("2026-11-21", TimeFault.NotATime)]
    [InlineData("2026-11-21T10:00Z", TimeFault.NotATime)]
    [InlineData("2026/11/21T10:00:00Z", TimeFault.NotATime)]
    [InlineData("2026-11-21T10:00:00,5Z", TimeFault.NotATime)]
    [InlineData("2026-11-21T10:00:00ZZ", TimeFault.NotATime)]
    [InlineData("2026-11-21T1a:00:00Z", TimeFault.NotATime)]
    [InlineData("2026-11-21T10:00:00+1:00", TimeFault.NotATime)]
    [InlineData("2026-11-21T10:00:00+0x:00", TimeFault.NotATime)]
    [InlineData("2026-11-21T10:00:00", TimeFault.NoOffset)]
    [InlineData("2026-11-21T10:00:00.25", TimeFault.NoOffset)]
    [InlineData("2026-13-01T10:00:00Z", TimeFault.NoSuchTime)]
    [InlineData("2025-02-29T10:00:00Z", TimeFault.NoSuchTime)]
    [InlineData("2026-11-21T24:00:00Z", TimeFault.NoSuchTime)]
    [InlineData("2026-11-21T10:60:00Z", TimeFault.NoSuchTime)]
    [InlineData("2026-11-21T10:00:61Z", TimeFault.NoSuchTime)]
    [InlineData("0000-01-01T00:00:00Z", TimeFault.NoSuchTime)]
    [InlineData("0001-01-01T00:00:00+00:01", TimeFault.NoSuchTime)]
    [InlineData("9999-12-31T23:59:59-00:01", TimeFault.NoSuchTime)]
    [InlineData("2026-11-21T10:00:00+24:00", TimeFault.NoSuchTime)]
    public void Tells_why_a_text_is_no_time(string text, TimeFault why) =>
        Assert.Equal(why, Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Agrees_with_the_runtime_on_random_times()
    {
        var random = new Random(3339);
        for (var i = 0; i < 20_000; i++)
        {
            var ticks = random.NextInt64(TimeSpan.FromDays(2).Ticks, DateTime.MaxValue.Ticks - TimeSpan.FromDays(2).Ticks);
            var offset = TimeSpan.FromMinutes(random.Next(-14 * 60, (14 * 60) + 1));
            var time = new DateTimeOffset(ticks, TimeSpan.Zero).ToOffset(offset);
            Assert.True(Rfc3339.TryParse(time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture), out var read));
            Assert.Equal(ticks, read.UtcTicks);
        }
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Rollout.Metrics.Recorded;

/// <summary>Times as RFC 3339 section 5.6 writes them, read from bytes without allocation.</summary>
public static class Rfc3339
{
    private const int DateAndTime = 19;

    /// <summary>
    /// Reads a time with an offset (<c>Z</c> or <c>+01:00</c>) as ticks of UTC; fractions finer than 100 ns are cut;
    /// a leap second counts as the next.
    /// </summary>
    public static TimeFault TryParse(ReadOnlySpan<byte> text, out long utcTicks)
    {
        utcTicks = 0;
        if (text.Length < DateAndTime || text[4] != '-' || text[7] != '-' || text[10] is not ((byte)'T' or (byte)'t' or (byte)' ')
            || text[13] != ':' || text[16] != ':')
        {
            return TimeFault.NotATime;
        }

        var year = (Two(text) * 100) + Two(text[2..]);
        int month = Two(text[5..]), day = Two(text[8..]), hour = Two(text[11..]), minute = Two(text[14..]), second = Two(text[17..]);
        if ((Two(text) | Two(text[2..]) | month | day | hour | minute | second) < 0)
        {
            return TimeFault.NotATime;
        }

        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 60)
        {
            return TimeFault.NoSuchTime;
        }

        var fault = Rest(text[DateAndTime..], out var fraction, out var offset);
        if (fault != TimeFault.None)
        {
            return fault;
        }

        utcTicks = new DateTime(year, month, day).Ticks
            + (((((hour * 60L) + minute) * 60) + second) * TimeSpan.TicksPerSecond) + fraction - (offset * TimeSpan.TicksPerMinute);
        return utcTicks >= 0 && utcTicks <= DateTime.MaxValue.Ticks ? TimeFault.None : TimeFault.NoSuchTime;
    }

    public static bool TryParse([NotNullWhen(true)] string? text, out DateTimeOffset time)
    {
        var fault = TryParse(Encoding.UTF8.GetBytes(text ?? ""), out var ticks);
        time = new DateTimeOffset(ticks, TimeSpan.Zero);
        return fault == TimeFault.None;
    }

    /// <summary>UTC with as many decimals as the time has, at least none: <c>2026-11-21T10:00:00Z</c>.</summary>
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What follows the seconds: an optional fraction and the offset.</summary>
    private static TimeFault Rest(ReadOnlySpan<byte> text, out long fraction, out int offsetMinutes)
    {
        fraction = 0;
        offsetMinutes = 0;
        if (text is [(byte)'.', ..])
        {
            var unit = TimeSpan.TicksPerSecond;
            var at = 1;
            for (; at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9'; at++)
            {
                unit /= 10;
                fraction += unit * (text[at] - '0');
            }

            if (at == 1)
            {
                return TimeFault.NotATime;
            }

            text = text[at..];
        }

        switch (text)
        {
            case []:
                return TimeFault.NoOffset;
            case [(byte)'Z' or (byte)'z']:
                return TimeFault.None;
            case [(byte)'+' or (byte)'-', _, _, (byte)':', _, _]:
                int hours = Two(text[1..]), minutes = Two(text[4..]);
                if ((hours | minutes) < 0)
                {
                    return TimeFault.NotATime;
                }

                offsetMinutes = (text[0] == '-' ? -1 : 1) * ((hours * 60) + minutes);
                return hours > 23 || minutes > 59 ? TimeFault.NoSuchTime : TimeFault.None;
            default:
                return TimeFault.NotATime;
        }
    }

    /// <summary>Two digits, or -1.</summary>
    private static int Two(ReadOnlySpan<byte> text)
    {
        uint tens = (uint)(text[0] - '0'), ones = (uint)(text[1] - '0');
        return tens <= 9 && ones <= 9 ? (int)((tens * 10) + ones) : -1;
    }
}

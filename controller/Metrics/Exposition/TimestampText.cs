using System.Globalization;

namespace Rollout.Metrics.Exposition;

/// <summary>Timestamps: whole milliseconds since the epoch in 0.0.4, seconds with an optional fraction in OpenMetrics.</summary>
internal static class TimestampText
{
    private static readonly long MinMilliseconds = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long MaxMilliseconds = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public static bool TryParse(ReadOnlySpan<byte> text, ExpositionFormat format, out DateTimeOffset at)
    {
        at = default;
        if (format == ExpositionFormat.OpenMetrics)
        {
            // Decimal, not double: seconds since the epoch with a nanosecond fraction do not fit a double's mantissa.
            if (!NumberText.TryParseReal(text, out var seconds) || Math.Abs(seconds) > MaxMilliseconds / 1000d
                || !decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
                || exact * 1000 < MinMilliseconds || exact * 1000 > MaxMilliseconds)
            {
                return false;
            }

            at = DateTimeOffset.UnixEpoch.AddTicks((long)(exact * TimeSpan.TicksPerSecond));
            return true;
        }

        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var ms)
            || ms < MinMilliseconds || ms > MaxMilliseconds)
        {
            return false;
        }

        at = DateTimeOffset.FromUnixTimeMilliseconds(ms);
        return true;
    }
}

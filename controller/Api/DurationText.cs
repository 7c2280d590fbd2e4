using System.Globalization;
using System.Text;

namespace Rollout.Api;

/// <summary>Durations as the contract writes them: <c>90s</c>, <c>10m</c>, <c>1h30m</c>, <c>500ms</c>, <c>2d</c>.</summary>
public static class DurationText
{
    private static readonly (string Unit, long Ticks)[] Units =
    [
        ("d", TimeSpan.TicksPerDay), ("h", TimeSpan.TicksPerHour), ("m", TimeSpan.TicksPerMinute),
        ("s", TimeSpan.TicksPerSecond), ("ms", TimeSpan.TicksPerMillisecond),
    ];

    /// <summary>Reads a duration; false for anything else: no sign, no bare number, units in falling order, each once.</summary>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        decimal ticks = 0;
        var next = 0;
        for (var at = 0; at < text.Length;)
        {
            var digits = at;
            while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.'))
            {
                at++;
            }

            var letters = at;
            while (at < text.Length && char.IsAsciiLetter(text[at]))
            {
                at++;
            }

            var unit = Array.FindIndex(Units, next, u => text.AsSpan(letters, at - letters).SequenceEqual(u.Unit));
            if (unit < 0 || !decimal.TryParse(text.AsSpan(digits, letters - digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                || number > 1_000_000)
            {
                return false;
            }

            ticks += number * Units[unit].Ticks;
            next = unit + 1;
        }

        duration = TimeSpan.FromTicks((long)ticks);
        return true;
    }

    /// <summary>Writes a duration so that <see cref="TryParse"/> reads it back, to the millisecond.</summary>
    public static string Format(TimeSpan duration)
    {
        if (duration < TimeSpan.FromMilliseconds(1))
        {
            return "0s";
        }

        var text = new StringBuilder();
        var rest = duration.Ticks;
        foreach (var (unit, ticks) in Units)
        {
            if (rest / ticks is > 0 and var many)
            {
                text.Append(CultureInfo.InvariantCulture, $"{many}{unit}");
                rest %= ticks;
            }
        }

        return text.ToString();
    }
}

using System.Globalization;
using Rollout.Api;
using Rollout.Metrics.Recorded;

namespace Rollout.Cli.Judging;

/// <summary>Texts by flag, read as what they should be. A bad one is a problem and counts as not given.</summary>
/// <param name="given">By flag; a switch is "true" or "false".</param>
/// <param name="placeOf">Where a flag's value stands, for messages.</param>
/// <param name="problems">Takes all that is wrong.</param>
internal sealed class SettingValues(IReadOnlyDictionary<string, string> given, Func<string, string> placeOf, ProblemList problems)
{
    public string? Text(string flag) => given.GetValueOrDefault(flag);

    public bool Switch(string flag) => given.GetValueOrDefault(flag) switch
    {
        null or "false" => false,
        "true" => true,
        var other => Bad(flag, $"'{other}' is neither true nor false", "write true or false", false),
    };

    public DateTimeOffset? Time(string flag)
    {
        if (Text(flag) is not { } text)
        {
            return null;
        }

        return Rfc3339.TryParse(text, out var time)
            ? time
            : Bad<DateTimeOffset?>(flag, $"'{text}' is not an RFC 3339 time", "write it like 2026-11-21T10:00:00Z, with Z or an offset", null);
    }

    public TimeSpan? Duration(string flag, TimeSpan least, TimeSpan most)
    {
        if (Text(flag) is not { } text)
        {
            return null;
        }

        if (!DurationText.TryParse(text, out var duration))
        {
            return Bad<TimeSpan?>(flag, $"'{text}' is not a duration", "write it like 90s, 10m or 1h30m", null);
        }

        return duration >= least && duration <= most
            ? duration
            : Bad<TimeSpan?>(flag, $"{text} is out of range", $"write a duration from {DurationText.Format(least)} to {DurationText.Format(most)}", null);
    }

    /// <param name="flag">Whose value it is.</param>
    /// <param name="range">Named in words, with its test: "above 0 and at most 0.5".</param>
    /// <param name="inRange">The test.</param>
    public double? Number(string flag, string range, Func<double, bool> inRange)
    {
        if (Text(flag) is not { } text)
        {
            return null;
        }

        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!double.TryParse(text, Style, CultureInfo.InvariantCulture, out var number))
        {
            return Bad<double?>(flag, $"'{text}' is not a number", $"write a decimal {range}", null);
        }

        return inRange(number) ? number : Bad<double?>(flag, $"{text} is out of range", $"write a decimal {range}", null);
    }

    public T Bad<T>(string flag, string what, string mend, T instead)
    {
        problems.Add(placeOf(flag), what, mend);
        return instead;
    }
}

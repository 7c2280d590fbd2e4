using Rollout.Judge;
using Rollout.Metrics.Recorded;

namespace Rollout.Cli.Judging;

/// <summary>From texts to a request: one reader for flags and for cases, so that both mean the same.</summary>
internal static class JudgeRequestReader
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3660);

    /// <summary>What cannot be read is left at its default (or null) and is a problem.</summary>
    /// <param name="given">By flag.</param>
    /// <param name="placeOf">Where a flag's value stands, for messages.</param>
    /// <param name="problems">Takes all that is wrong.</param>
    public static JudgeRequest Read(IReadOnlyDictionary<string, string> given, Func<string, string> placeOf, ProblemList problems)
    {
        var values = new SettingValues(given, placeOf, problems);
        var defaults = new JudgeRequest();
        var start = values.Time("--start");
        var request = new JudgeRequest
        {
            Path = values.Text("--events") ?? values.Text("--buckets"),
            IsEvents = values.Text("--events") is not null,
            Canaries = Canaries(values, placeOf, problems),
            Start = start,
            End = values.Time("--end"),
            Bucket = values.Duration("--bucket", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)) ?? defaults.Bucket,
            Alpha = values.Number("--alpha", "above 0 and at most 0.5", n => n is > 0 and <= 0.5) ?? defaults.Alpha,
            AlphaPromote = values.Number("--alpha-promote", "above 0 and at most 0.5", n => n is > 0 and <= 0.5) ?? defaults.AlphaPromote,
            Tolerance = values.Number("--tolerance", "above 0 and below 1", n => n is > 0 and < 1) ?? defaults.Tolerance,
            HarmFloor = values.Number("--harm-floor", "from 0 to below 1", n => n is >= 0 and < 1) ?? defaults.HarmFloor,
            Horizon = values.Duration("--horizon", TimeSpan.FromSeconds(1), Longest),
            WarmUp = values.Duration("--warm-up", TimeSpan.Zero, Longest) ?? defaults.WarmUp,
            Kind = Kind(values),
            NoCalibration = values.Switch("--no-calibration"),
            IgnorePromote = values.Switch("--ignore-promote"),
        };
        Check(request, values, placeOf, problems);
        return request;
    }

    private static void Check(JudgeRequest request, SettingValues values, Func<string, string> placeOf, ProblemList problems)
    {
        if (request.Path is null)
        {
            problems.Add(placeOf("--events"), "there is nothing to judge", "give --events FILE (a row an order) or --buckets FILE (a row a node and bucket)");
        }
        else if (values.Text("--events") is not null && values.Text("--buckets") is not null)
        {
            problems.Add(placeOf("--buckets"), "both --events and --buckets are given", "give one of them");
        }

        if (values.Text("--start") is null)
        {
            problems.Add(placeOf("--start"), "the start is missing", "say when the canary got the new version, like 2026-11-21T10:00:00Z");
        }

        if (request.End <= request.Start)
        {
            problems.Add(placeOf("--end"), $"the end {values.Text("--end")} is not after the start {values.Text("--start")}", "give a later end, or none");
        }
    }

    private static string[] Canaries(SettingValues values, Func<string, string> placeOf, ProblemList problems)
    {
        if (values.Text("--canary") is not { } text)
        {
            problems.Add(placeOf("--canary"), "the canary is missing", "name the node with the new version, several with commas");
            return [];
        }

        var names = text.Split(',');
        if (names.Contains("", StringComparer.Ordinal))
        {
            problems.Add(placeOf("--canary"), $"'{text}' holds an empty name", "name the node with the new version, several with commas");
        }

        foreach (var twice in names.Where(n => n != "").GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            problems.Add(placeOf("--canary"), $"the node '{twice.Key}' is named {twice.Count()} times", "name it once");
        }

        return [.. names.Where(n => n != "").Distinct(StringComparer.Ordinal)];
    }

    private static Statistic Kind(SettingValues values) => values.Text("--kind") switch
    {
        null or "revenue" => Statistic.Revenue,
        "count" => Statistic.Count,
        var other => values.Bad("--kind", $"unknown kind '{other}'", "known are revenue and count", Statistic.Revenue),
    };
}

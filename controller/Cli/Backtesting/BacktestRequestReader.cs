using System.Globalization;
using Rollout.Api;
using Rollout.Cli.Judging;
using Rollout.Judge;
using Rollout.Metrics.Recorded;

namespace Rollout.Cli.Backtesting;

/// <summary>From texts to a request; everything that is wrong at once.</summary>
internal static class BacktestRequestReader
{
    public const int MostRuns = 20_000;
    private const int MostLosses = 10;
    private const int FewestBuckets = 10;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    public static IReadOnlyList<string> Flags { get; } =
        ["--events", "--buckets", "--loss", "--runs", "--window", "--seed", "--bucket", "--warm-up", "--kind", "--alpha", "--alpha-promote", "--tolerance"];

    public static BacktestRequest Read(IReadOnlyDictionary<string, string> given, ProblemList problems)
    {
        var values = new SettingValues(given, flag => flag, problems);
        var defaults = new BacktestRequest();
        var request = new BacktestRequest
        {
            Path = values.Text("--events") ?? values.Text("--buckets"),
            IsEvents = values.Text("--events") is not null,
            Losses = Losses(values) ?? defaults.Losses,
            Runs = (int)(values.Number("--runs", $"from 1 to {MostRuns}, without a fraction", n => n is >= 1 and <= MostRuns && n == Math.Floor(n)) ?? defaults.Runs),
            Window = values.Duration("--window", TimeSpan.FromSeconds(10), Longest) ?? defaults.Window,
            Seed = Seed(values) ?? defaults.Seed,
            Bucket = values.Duration("--bucket", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)) ?? defaults.Bucket,
            WarmUp = values.Duration("--warm-up", TimeSpan.Zero, Longest) ?? defaults.WarmUp,
            Kind = Kind(values),
            Alpha = values.Number("--alpha", "above 0 and at most 0.5", n => n is > 0 and <= 0.5) ?? defaults.Alpha,
            AlphaPromote = values.Number("--alpha-promote", "above 0 and at most 0.5", n => n is > 0 and <= 0.5) ?? defaults.AlphaPromote,
            Tolerance = values.Number("--tolerance", "above 0 and below 1", n => n is > 0 and < 1) ?? defaults.Tolerance,
        };
        Check(request, values, problems);
        return request;
    }

    private static void Check(BacktestRequest request, SettingValues values, ProblemList problems)
    {
        if (request.Path is null)
        {
            problems.Add("--events", "there is nothing to test on", "give --events FILE (a row an order) or --buckets FILE (a row a node and bucket)");
        }
        else if (values.Text("--events") is not null && values.Text("--buckets") is not null)
        {
            problems.Add("--buckets", "both --events and --buckets are given", "give one of them");
        }

        if (request.Window.Ticks % request.Bucket.Ticks != 0 || request.Window < request.Bucket * FewestBuckets)
        {
            problems.Add("--window", $"a window of {DurationText.Format(request.Window)} is not a whole number of at least {FewestBuckets} buckets of {DurationText.Format(request.Bucket)}",
                $"write a multiple of the bucket, such as {DurationText.Format(request.Bucket * Math.Max(FewestBuckets, Math.Ceiling(request.Window / request.Bucket)))}");
        }

        if (request.WarmUp >= request.Window)
        {
            problems.Add("--warm-up", $"a warm-up of {DurationText.Format(request.WarmUp)} leaves nothing of a window of {DurationText.Format(request.Window)}", "give a shorter warm-up or a longer window");
        }
    }

    private static double[]? Losses(SettingValues values)
    {
        if (values.Text("--loss") is not { } text)
        {
            return null;
        }

        var losses = new List<double>();
        foreach (var part in text.Split(','))
        {
            if (!double.TryParse(part, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var loss) || !(loss is >= 0 and < 1))
            {
                values.Bad("--loss", $"'{part}' is not a loss", "write parts from 0 to below 1, several with commas: 0,0.1,0.2,0.5", 0);
            }
            else if (losses.Contains(loss))
            {
                values.Bad("--loss", $"{part} is named twice", "name it once", 0);
            }
            else
            {
                losses.Add(loss);
            }
        }

        return losses.Count <= MostLosses ? [.. losses] : values.Bad("--loss", $"{losses.Count} losses are named", $"name at most {MostLosses}", Array.Empty<double>());
    }

    private static long? Seed(SettingValues values) => values.Text("--seed") switch
    {
        null => null,
        var text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seed) => seed,
        var text => values.Bad<long?>("--seed", $"'{text}' is not a whole number", "write a whole number: the same seed gives the same answer", null),
    };

    private static Statistic Kind(SettingValues values) => values.Text("--kind") switch
    {
        null or "revenue" => Statistic.Revenue,
        "count" => Statistic.Count,
        var other => values.Bad("--kind", $"unknown kind '{other}'", "known are revenue and count", Statistic.Revenue),
    };
}

using System.Globalization;
using Rollout.Cli.Judging;
using Rollout.Judge;
using Rollout.Metrics.Recorded;

namespace Rollout.Cli.Forecasting;

/// <summary>From the texts of the flags to a request.</summary>
internal static class ForecastRequestReader
{
    public static readonly IReadOnlyList<string> Flags =
    [
        "--events", "--buckets", "--canary-nodes", "--loss", "--start", "--bucket", "--alpha", "--alpha-promote", "--tolerance",
        "--horizon", "--kind", "--harm-floor", "--warm-up",
    ];

    public const string NoCalibration = "--no-calibration";

    private const int MostLosses = 50;
    private const string LossRange = "decimals above 0 and at most 1 with commas, such as 0.05,0.1,0.2,0.5";
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3660);

    /// <summary>What cannot be read is left at its default (or null) and is a problem.</summary>
    public static ForecastRequest Read(IReadOnlyDictionary<string, string> given, ProblemList problems)
    {
        var values = new SettingValues(given, flag => flag, problems);
        var defaults = new ForecastRequest();
        if (values.Text("--events") is null && values.Text("--buckets") is null)
        {
            problems.Add("--events", "there is no history to forecast from", "give --events FILE (a row an order) or --buckets FILE (a row a node and bucket)");
        }
        else if (values.Text("--events") is not null && values.Text("--buckets") is not null)
        {
            problems.Add("--buckets", "both --events and --buckets are given", "give one of them");
        }

        return new ForecastRequest
        {
            Path = values.Text("--events") ?? values.Text("--buckets"),
            IsEvents = values.Text("--events") is not null,
            CanaryNodes = Canaries(values) ?? defaults.CanaryNodes,
            Losses = Losses(values) ?? defaults.Losses,
            Start = values.Time("--start"),
            Bucket = values.Duration("--bucket", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)) ?? defaults.Bucket,
            Alpha = values.Number("--alpha", "above 0 and at most 0.5", n => n is > 0 and <= 0.5) ?? defaults.Alpha,
            AlphaPromote = values.Number("--alpha-promote", "above 0 and at most 0.5", n => n is > 0 and <= 0.5) ?? defaults.AlphaPromote,
            Tolerance = values.Number("--tolerance", "above 0 and below 1", n => n is > 0 and < 1) ?? defaults.Tolerance,
            Horizon = values.Duration("--horizon", TimeSpan.FromSeconds(1), Longest) ?? defaults.Horizon,
            Kind = values.Text("--kind") switch
            {
                null or "revenue" => Statistic.Revenue,
                "count" => Statistic.Count,
                var other => values.Bad("--kind", $"unknown kind '{other}'", "known are revenue and count", Statistic.Revenue),
            },
            HarmFloor = values.Number("--harm-floor", "from 0 to below 1", n => n is >= 0 and < 1) ?? defaults.HarmFloor,
            WarmUp = values.Duration("--warm-up", TimeSpan.Zero, Longest) ?? defaults.WarmUp,
            NoCalibration = values.Switch(NoCalibration),
        };
    }

    private static int? Canaries(SettingValues values)
    {
        if (values.Text("--canary-nodes") is not { } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var many) && many >= 1
            ? many
            : values.Bad<int?>("--canary-nodes", $"'{text}' is not a number of nodes", "write a whole number from 1", null);
    }

    private static List<double>? Losses(SettingValues values)
    {
        if (values.Text("--loss") is not { } text)
        {
            return null;
        }

        var losses = new List<double>();
        foreach (var word in text.Split(','))
        {
            const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
            if (!double.TryParse(word, Style, CultureInfo.InvariantCulture, out var loss) || loss is not (> 0 and <= 1))
            {
                values.Bad("--loss", $"'{word}' is not a loss", $"write {LossRange}", 0);
            }
            else if (losses.Contains(loss))
            {
                values.Bad("--loss", $"{word} is named twice", "name it once", 0);
            }
            else
            {
                losses.Add(loss);
            }
        }

        return losses.Count <= MostLosses ? losses : values.Bad<List<double>?>("--loss", $"{losses.Count} losses are named", $"name at most {MostLosses}", null);
    }
}

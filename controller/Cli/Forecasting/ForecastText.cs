using System.Globalization;
using Rollout.Cli.Judging;
using Rollout.Judge;
using Rollout.Metrics.Recorded;

namespace Rollout.Cli.Forecasting;

/// <summary>A forecast as a table with sentences, at most 80 columns wide (names aside).</summary>
internal static class ForecastText
{
    public static IEnumerable<string> Lines(ForecastReport report, ForecastRequest request)
    {
        var canaries = report.CanaryNodes == 1 ? "1 canary" : $"{report.CanaryNodes} canaries";
        yield return Text($"A rollout with {canaries} among {report.Nodes} nodes, started {Rfc3339.Format(report.Start)}:");
        yield return "";
        yield return "  loss      found in half    in 9 of 10    canaries needed";
        foreach (var line in report.Losses)
        {
            yield return Loss(line, report.CanaryNodes);
        }

        yield return "";
        yield return report.SmallestDetectableLoss is { } smallest
            ? Text($"  Losses below {Percent(smallest)} are not detectable with {canaries} at any duration.")
            : Text($"  No loss is detectable with {canaries} at any duration.");
        yield return "";
        yield return "  if nothing is lost    excluded in half    in 9 of 10";
        foreach (var promotion in report.Promotions)
        {
            yield return Promotion(promotion);
        }

        yield return "";
        yield return Text($"  noise: phi {report.Baseline.Orders.Phi:0.00}, sigma0 {report.Baseline.Orders.Sigma0:0.0000}; ")
            + Text($"orders of the fleet: {report.Rhythm.PerWeek / (7 * 1440):0.##} a minute on average");
        yield return Text($"  alpha {request.Alpha}, alpha-promote {request.AlphaPromote}; times count from the start, with {Api.DurationText.Format(request.WarmUp)} of warm-up");
        foreach (var note in report.Notes.SelectMany(n => ReportText.Wrapped("note        ", n)))
        {
            yield return note;
        }
    }

    private static string Loss(LossLine line, int canaries)
    {
        var (half, most) = line.Forecast.Detectable
            ? (Time(line.Forecast.Median), line.Forecast is { Quantile90: null, Chance: { } chance } ? Text($"{100 * chance:0} % ever") : Time(line.Forecast.Quantile90))
            : ("not detectable", "");
        var needed = line.CanaryNodesNeeded switch
        {
            null => "no number is enough",
            { } many when line.WithThem?.Median is { } median && many > canaries => $"{many}, then {Time(median)}",
            { } many => many.ToString(CultureInfo.InvariantCulture),
        };
        return $"  {Percent(line.Forecast.Loss),-8}  {half,-15}  {most,-12}  {needed}";
    }

    private static string Promotion(PromotionTime promotion)
    {
        var (half, most) = promotion.Possible
            ? (Time(promotion.Median), promotion.Quantile90 is null ? "not in 9 of 10" : Time(promotion.Quantile90))
            : ("cannot be excluded", "");
        return $"  a loss of {Percent(promotion.Tolerance),-10}  {half,-18}  {most}".TrimEnd();
    }

    private static string Time(TimeSpan? time) => time switch
    {
        null => "never",
        { TotalMinutes: < 120 } t => Text($"{t.TotalMinutes:0.##} min"),
        { TotalHours: < 72 } t => Text($"{t.TotalHours:0.#} h"),
        { } t => Text($"{t.TotalDays:0} days"),
    };

    private static string Percent(double part) => Text($"{part * 100:0.##} %");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

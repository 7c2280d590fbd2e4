using System.Globalization;
using Rollout.Api;
using Rollout.Judge;
using Rollout.Metrics.Recorded;

namespace Rollout.Cli.Backtesting;

/// <summary>A report as tables of at most 80 columns, the false rollbacks first.</summary>
internal static class BacktestText
{
    private const int Width = 80;
    private const int NameWidth = 43;

    public static IEnumerable<string> Lines(BacktestReport report, BacktestRequest request, RecordedData data)
    {
        var runs = report.Losses.Count > 0 ? report.Losses[0].Ours.Runs : 0;
        foreach (var line in Wrapped("", string.Create(CultureInfo.InvariantCulture,
            $"{runs:#,0} pretended rollouts a loss, each {DurationText.Format(request.Window)} of the past, {data.Nodes.Count} nodes in turn the canary; ")
            + string.Create(CultureInfo.InvariantCulture, $"false rollbacks {request.Alpha * 100:0.##} %, false promotions {request.AlphaPromote * 100:0.##} % of a loss of {request.Tolerance * 100:0.##} %, seed {request.Seed}")))
        {
            yield return line;
        }

        foreach (var loss in report.Losses.OrderBy(l => l.Ours.Loss))
        {
            yield return "";
            yield return Title(loss.Ours.Loss).PadRight(NameWidth) + "rolled back  median promoted    open";
            foreach (var row in (IEnumerable<BacktestRow>)[loss.Ours, .. loss.Oracle is { } oracle ? new[] { oracle } : [], .. loss.Rivals])
            {
                yield return Line(row);
            }
        }

        yield return "";
        yield return "median: minutes to the rollback, of the runs that were rolled back.";
        foreach (var note in report.Notes)
        {
            foreach (var line in Wrapped("note  ", note))
            {
                yield return line;
            }
        }
    }

    private static string Title(double loss) => loss > 0
        ? string.Create(CultureInfo.InvariantCulture, $"{loss * 100:0.##} % of the orders lost")
        : "nothing lost: every rollback is false";

    private static string Line(BacktestRow row)
    {
        string Percent(int part) => row.Runs == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / row.Runs:0.0} %");
        var minutes = row.MedianMinutes is { } m ? m.ToString("0", CultureInfo.InvariantCulture) : "-";
        return row.Rule.PadRight(NameWidth)[..NameWidth] + $"{Percent(row.RolledBack),11}{minutes,8}{Percent(row.Promoted),9}{Percent(row.Undecided),8}".TrimEnd();
    }

    private static IEnumerable<string> Wrapped(string margin, string text)
    {
        var line = margin;
        var empty = true;
        foreach (var word in text.Split(' '))
        {
            if (!empty && line.Length + 1 + word.Length > Width)
            {
                yield return line;
                line = new string(' ', margin.Length);
                empty = true;
            }

            line += empty ? word : " " + word;
            empty = false;
        }

        yield return line;
    }
}

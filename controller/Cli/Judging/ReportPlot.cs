using Rollout.Cli.Plotting;
using Rollout.Judge;
using Rollout.Metrics.Recorded;

namespace Rollout.Cli.Judging;

/// <summary>What of a report is drawn.</summary>
internal static class ReportPlot
{
    public static PlotPoint Point(double minutes, Assessment seen) =>
        new(minutes, seen.Effect, seen.Low, seen.High, seen.LogEHarm, seen.LogESafe, seen.HarmThreshold, seen.SafeThreshold);

    public static VerdictPlot Of(JudgeReport report, JudgeRequest request, IReadOnlyList<PlotPoint> looks) => new()
    {
        Title = $"{ReportSentence.Canary(request)} from {Rfc3339.Format(request.Start!.Value)}: {report.Verdict}",
        Sentence = report.Explanation ?? "",
        Subject = request.Kind == Statistic.Count ? "orders" : "revenue",
        Points = looks,
        WarmUp = request.WarmUp.TotalMinutes,
        Tolerance = request.Tolerance,
        Decided = report.Minutes is { } minutes ? (report.Verdict.ToString(), minutes) : null,
    };
}

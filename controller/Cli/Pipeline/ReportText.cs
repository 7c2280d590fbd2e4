using System.Globalization;
using Rollout.Demo.Terminal;
using Rollout.History;
using Rollout.History.Reporting;

namespace Rollout.Cli.Pipeline;

/// <summary>A delivery report for people. What is unknown is said as such, never as zero.</summary>
internal static class ReportText
{
    private const int MostFlowRows = 13;

    public static IEnumerable<string> Lines(DeliveryReport report, string of, bool wide)
    {
        yield return $"{of}, {Day(report.Span.Since)} to {Day(report.Span.Until)}";
        yield return "";
        var (frequency, failures) = (report.Frequency, report.Failures);
        var perWeek = frequency.PerWeek is { } rate ? $", {Number(rate)} a week" : "";
        yield return $"deployments      {frequency.Deployments}{perWeek}, on {frequency.DaysWithOne} days; {report.UnderWay} under way";
        yield return $"change failures  {failures.RolledBack + failures.Reverted} of {failures.Changes} changes"
            + (failures.Rate is { } part ? $" ({Number(part * 100)} %)" : "");
        yield return $"                 {failures.RolledBack} rolled back, {failures.Reverted} promoted and then reverted;";
        var (aborted, superseded) = (report.Results[ReleaseResult.Aborted], report.Results[ReleaseResult.Superseded]);
        yield return $"                 {failures.WithoutVerdict} without a verdict ({aborted} aborted, {superseded} superseded) not counted";
        yield return "";
        foreach (var line in Columns.Table(["TIME", "MEDIAN", "9 IN 10", "KNOWN", "UNKNOWN"], Times(report)))
        {
            yield return line;
        }

        yield return "";
        foreach (var line in Columns.Table(["UNTIL", "TAKEN UP", "ON A NODE", "DECIDED", "OVER", "PROMOTED"], Flow(report, wide)))
        {
            yield return line;
        }

        yield return "";
        foreach (var line in Columns.Wrap(
            "Lead time is from the commit (--committed-at) until every node ran it; restoring is from the first node of production that ran a failed "
            + $"change until every node ran the version before. Source: {ReportDefinitions.Source}. All definitions: -o json."))
        {
            yield return line;
        }
    }

    private static IEnumerable<IReadOnlyList<string>> Times(DeliveryReport report)
    {
        yield return Row("lead time", report.LeadTime);
        yield return Row("  from the build", report.LeadTimeFromBuild);
        yield return Row("to restore", report.TimeToRestore);
        yield return Row("to the first node", report.Waiting);
        foreach (var stage in report.Stages)
        {
            yield return Row($"in stage {(stage.Index + 1).ToString(CultureInfo.InvariantCulture)}", stage.Took);
        }

        yield return Row("to every node", report.Promoting);
        yield return Row("back", report.TakingBack);
    }

    private static string[] Row(string name, Durations times) =>
        [name, Time(times.Median), Time(times.P90), times.Known.ToString(CultureInfo.InvariantCulture), times.Unknown.ToString(CultureInfo.InvariantCulture)];

    /// <summary>Every so many days, the last one always.</summary>
    private static IEnumerable<IReadOnlyList<string>> Flow(DeliveryReport report, bool wide)
    {
        var step = wide ? 1 : Math.Max(1, (int)Math.Ceiling(report.Flow.Count / (double)MostFlowRows));
        return report.Flow.Where((_, i) => (report.Flow.Count - 1 - i) % step == 0).Select(p => (IReadOnlyList<string>)
            [Day(p.Until), .. new[] { p.TakenUp, p.OnCanary, p.Decided, p.Over, p.Promoted }.Select(n => n.ToString(CultureInfo.InvariantCulture))]);
    }

    private static string Time(TimeSpan? time) => time is { } known ? StatusText.Age(known) : Wording.Unknown;

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    private static string Number(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);
}

using System.Globalization;
using Rollout.Judge;
using Rollout.Metrics.Recorded;

namespace Rollout.Cli.Judging;

/// <summary>A report in sentences, at most 80 columns wide (names of files and nodes aside).</summary>
internal static class ReportText
{
    private const int Width = 80;
    private const string Margin = "            ";

    public static IEnumerable<string> Lines(JudgeReport report, JudgeRequest request)
    {
        var canary = string.Join(", ", request.Canaries);
        return Wrapped("", $"{report.Verdict}: {Meaning(report, request, canary)}").Concat(
            report.Explanation is { } said ? Wrapped("", said) : []).Concat(Facts(report, request)).Concat(
            report.Notes.SelectMany(n => Wrapped("note        ", n)));
    }

    private static string Meaning(JudgeReport report, JudgeRequest request, string canary)
    {
        var what = request.Kind == Statistic.Count ? "does" : "earns";
        var they = request.Canaries.Count > 1 ? (request.Kind == Statistic.Count ? "do" : "earn") : what;
        return report.Verdict switch
        {
            Verdict.Worse => $"{canary} {they} less than the rest of the fleet lets expect. A controller would have rolled back.",
            Verdict.NoWorse => $"a loss of {Percent(request.Tolerance)} or more on {canary} is excluded. A controller would have gone on.",
            Verdict.Better => $"{canary} {they} more than the rest of the fleet lets expect. A controller would have gone on.",
            Verdict.Insufficient => $"not enough evidence either way about {canary}. A controller would still be waiting.",
            Verdict.Unavailable or Verdict.Misconfigured => "this cannot be judged.",
        };
    }

    private static IEnumerable<string> Facts(JudgeReport report, JudgeRequest request)
    {
        if (report is { DecidedAt: { } at, Minutes: { } minutes })
        {
            var warmUp = Api.DurationText.Format(request.WarmUp);
            yield return Line("decided", $"{Rfc3339.Format(at)}, {minutes:0.##} minutes after the start (warm-up {warmUp})");
        }

        if (report.Assessment is not { } seen)
        {
            yield break;
        }

        if (seen.Effect is { } effect)
        {
            yield return Line("effect", $"{Signed(effect)}; at all times together with 95 %: {Interval(seen)}");
        }

        yield return Line("harm", $"log e-value {seen.LogEHarm:0.00} of the {seen.HarmThreshold:0.00} that prove it");
        yield return Line("safety", $"log e-value {seen.LogESafe:0.00} of the {seen.SafeThreshold:0.00} that exclude a loss of {Percent(request.Tolerance)}");
        yield return Line("events", $"{seen.CanaryEvents:#,0.##} of the fleet's {seen.FleetEvents:#,0.##} events on the canary; {Percent(seen.ExpectedShare)} were expected");
        yield return Line("noise", $"phi {seen.Phi:0.00}, sigma0 {seen.Sigma0:0.0000}");
    }

    private static string Line(string name, FormattableString text) => name.PadRight(Margin.Length) + text.ToString(CultureInfo.InvariantCulture);

    private static string Interval(Assessment seen) => (seen.Low, seen.High) switch
    {
        ({ } low, { } high) => $"{Signed(low)} to {Signed(high)}",
        ({ } low, null) => $"{Signed(low)} or more",
        (null, { } high) => $"{Signed(high)} or less",
        (null, null) => "not bounded yet",
    };

    private static string Percent(double part) => string.Create(CultureInfo.InvariantCulture, $"{part * 100:0.##} %");

    private static string Signed(double part) => string.Create(CultureInfo.InvariantCulture, $"{part * 100:+0.0;-0.0;0.0} %");

    /// <summary>Cuts a sentence at blanks; further lines stand under the first.</summary>
    internal static IEnumerable<string> Wrapped(string name, string text)
    {
        var line = name;
        var empty = true;
        foreach (var word in text.Split(' '))
        {
            if (!empty && line.Length + 1 + word.Length > Width)
            {
                yield return line;
                line = name.Length == 0 ? "" : Margin;
                empty = true;
            }

            line += empty ? word : " " + word;
            empty = false;
        }

        yield return line;
    }
}

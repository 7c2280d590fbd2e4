using Rollout.Judge;
using Rollout.Metrics.Recorded;

namespace Rollout.Cli.Judging;

/// <summary>A report's verdict in the judge's words (<see cref="VerdictSentence"/>).</summary>
internal static class ReportSentence
{
    private const int NamedCanaries = 5;

    public static string? Of(JudgeReport report, JudgeRequest request) => report.Assessment is not { } seen
        ? null
        : VerdictSentence.Of(seen with { Verdict = report.Verdict }, new VerdictAccount
        {
            Canary = Canary(request),
            Several = request.Canaries.Count > 1,
            Events = request.Kind == Statistic.Count ? "orders" : null,
            Over = report.Over,
            Tolerance = request.Tolerance,
            Alpha = request.Alpha,
            Remaining = report.Remaining?.Median,
            RemainingMostly = report.Remaining?.Quantile90,
            Possible = report.Remaining?.Possible,
        });

    /// <summary>Of a case that could not be judged: the first problem; the notes have all.</summary>
    public static string OfProblems(ProblemList problems) => VerdictSentence.Of(
        new Assessment { Verdict = Verdict.Misconfigured },
        new VerdictAccount { Canary = "The case", Tolerance = 0, Trouble = problems.Lines().FirstOrDefault() });

    internal static string Canary(JudgeRequest request) => request.Canaries.Count switch
    {
        0 => "the canary",
        1 => request.Canaries[0],
        <= NamedCanaries => $"{string.Join(", ", request.Canaries.SkipLast(1))} and {request.Canaries[^1]}",
        var many => $"{request.Canaries[0]} and {many - 1} more",
    };
}

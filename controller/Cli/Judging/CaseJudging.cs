using Rollout.Judge;
using Rollout.Metrics.Recorded;

namespace Rollout.Cli.Judging;

/// <summary>One case from request to report: read, check, play.</summary>
internal static class CaseJudging
{
    /// <summary>Null where something is wrong: then all of it is in <paramref name="problems"/>, what was there before included.</summary>
    /// <param name="request">What is to be judged; a part that could not be read is null.</param>
    /// <param name="files">Read once, shared by many cases.</param>
    /// <param name="placeOf">Where a flag's value stands, for messages.</param>
    /// <param name="problems">With those of the request.</param>
    /// <param name="looked">Told of every look (<see cref="Playback"/>).</param>
    /// <param name="cancellation">Stops reading.</param>
    public static async Task<JudgeReport?> JudgeAsync(
        JudgeRequest request,
        RecordedFiles files,
        Func<string, string> placeOf,
        ProblemList problems,
        Action<double, Assessment>? looked,
        CancellationToken cancellation)
    {
        if (request.Path is null)
        {
            return null;
        }

        var data = await files.ReadAsync(request.Path, request.IsEvents, cancellation);
        RequestRules.Check(request, data, files.Limits, placeOf, problems);
        if (problems.Count > 0 || request.Start is not { } start)
        {
            return null;
        }

        var report = Playback.Play(request, start, data, looked, cancellation);
        return report with { Explanation = ReportSentence.Of(report, request) };
    }
}

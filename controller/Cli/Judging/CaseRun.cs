using Rollout.Judge;
using Rollout.Metrics.Recorded;

namespace Rollout.Cli.Judging;

/// <summary>Many cases in parallel; one line of JSON each, in the order given, written as soon as all before it are.</summary>
internal static class CaseRun
{
    public static async Task RunAsync(string file, IReadOnlyList<CaseLine> lines, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var files = new RecordedFiles(new RecordedLimits());
        var done = new JudgeReport?[lines.Count];
        var verdicts = new SortedDictionary<Verdict, int>();
        var next = 0;
        var gate = new Lock();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
        await Parallel.ForAsync(0, lines.Count, parallel, async (index, token) =>
        {
            var report = await ReportAsync(file, lines[index], files, token);
            lock (gate)
            {
                done[index] = report;
                verdicts[report.Verdict] = verdicts.GetValueOrDefault(report.Verdict) + 1;
                for (; next < done.Length && done[next] is { } ready; done[next++] = null)
                {
                    output.WriteLine(ReportJson.Line(ready));
                }
            }
        });
        var many = lines.Count == 1 ? "1 case" : $"{lines.Count} cases";
        await error.WriteLineAsync($"rollout judge: {many}: {string.Join(", ", verdicts.Select(v => $"{v.Value} {v.Key}"))}");
    }

    /// <summary>A case with bad input is a report too.</summary>
    internal static async Task<JudgeReport> ReportAsync(string file, CaseLine line, RecordedFiles files, CancellationToken cancellation)
    {
        var name = RecordedFile.NameOf(file);
        var problems = new ProblemList();
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        var id = CaseReader.Read(line, name, given, problems);
        var malformed = problems.Count > 0 && given.Count == 0;
        string PlaceOf(string flag) => $"{name}:{line.Number} {JudgeSetting.All.First(s => s.Flag == flag).CaseName}";
        if (!malformed)
        {
            var request = JudgeRequestReader.Read(given, PlaceOf, problems);
            request = request with { Id = id, Path = Resolve(request.Path, file, PlaceOf(request.IsEvents ? "--events" : "--buckets"), problems) };
            if (await CaseJudging.JudgeAsync(request, files, PlaceOf, problems, null, cancellation) is { } report)
            {
                return report;
            }
        }

        return new JudgeReport { Id = id, Verdict = Verdict.Misconfigured, Notes = [.. problems.Lines()], Explanation = ReportSentence.OfProblems(problems) };
    }

    /// <summary>From the working directory first, then from the directory of the cases file.</summary>
    private static string? Resolve(string? path, string file, string place, ProblemList problems)
    {
        if (path == RecordedFile.StandardInput)
        {
            problems.Add(place, "a case cannot read standard input", "name a file");
            return null;
        }

        if (path is null || File.Exists(path) || file == RecordedFile.StandardInput)
        {
            return path;
        }

        var beside = Path.Combine(Path.GetDirectoryName(file) ?? "", path);
        return File.Exists(beside) ? beside : path;
    }
}

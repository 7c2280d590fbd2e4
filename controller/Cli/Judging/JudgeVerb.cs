using System.CommandLine;
using Rollout.Cli.Plotting;
using Rollout.Judge;
using Rollout.Metrics.Recorded;

namespace Rollout.Cli.Judging;

/// <summary>`rollout judge`: a verdict on recorded data (contract section 2).</summary>
internal static class JudgeVerb
{
    private static readonly string Nothing = "nothing was judged";

    public static Verb Create()
    {
        var command = new Command("judge");
        var flags = new Dictionary<string, Option>(StringComparer.Ordinal);
        foreach (var setting in JudgeSetting.All)
        {
            flags.Add(setting.Flag, setting.IsSwitch ? new Option<bool>(setting.Flag) { Arity = ArgumentArity.Zero } : new Option<string>(setting.Flag));
            command.Options.Add(flags[setting.Flag]);
        }

        var cases = new Option<string>("--cases");
        command.Options.Add(cases);
        var plot = new Option<string>("--plot");
        command.Options.Add(plot);
        var output = new OutputOptions();
        output.AddTo(command);
        return new Verb(command, JudgeHelp.Text, (call, cancellation) =>
        {
            var json = output.IsJson(call.Given, call.Usage);
            var given = Given(call.Given, flags);
            return call.Given.TextOf(cases) is { } file
                ? CasesAsync(call, file, given, call.Given.IsGiven(plot), cancellation)
                : OneAsync(call, given, call.Given.TextOf(plot), json, cancellation);
        });
    }

    private static Dictionary<string, string> Given(ParseResult parsed, Dictionary<string, Option> flags)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (flag, option) in flags)
        {
            if (parsed.IsGiven(option) && (option is Option<bool> ? "true" : parsed.TextOf(option)) is { } text)
            {
                given.Add(flag, text);
            }
        }

        return given;
    }

    private static async Task<int> OneAsync(VerbCall call, Dictionary<string, string> given, string? plot, bool json, CancellationToken cancellation)
    {
        var files = new RecordedFiles(new RecordedLimits());
        var request = JudgeRequestReader.Read(given, flag => flag, call.Usage) with { Forecasts = !json };
        var target = plot is null ? null : PlotFile.Of(plot, [request.Path], call.Usage);
        var looks = new List<PlotPoint>();
        Action<double, Assessment>? looked = target is null ? null : (minutes, seen) => looks.Add(ReportPlot.Point(minutes, seen));
        var report = await CaseJudging.JudgeAsync(request, files, flag => flag, call.Usage, looked, cancellation);
        if (report is not null && target is not null)
        {
            await target.WriteAsync(VerdictSvg.Of(ReportPlot.Of(report, request, looks)), call.Usage, cancellation);
        }

        if (report is null || call.Usage.Count > 0)
        {
            return call.Refuse(Nothing);
        }

        foreach (var line in json ? [ReportJson.Line(report)] : ReportText.Lines(report, request))
        {
            await call.Out.WriteLineAsync(line.AsMemory(), cancellation);
        }

        return ExitCode.Done;
    }

    private static async Task<int> CasesAsync(VerbCall call, string file, Dictionary<string, string> given, bool plot, CancellationToken cancellation)
    {
        foreach (var flag in plot ? given.Keys.Append("--plot") : given.Keys)
        {
            call.Usage.Add(flag, "with --cases this says nothing", "write it in the lines of the cases file");
        }

        var lines = await CaseFile.ReadAsync(file, call.Usage, cancellation);
        if (call.Usage.Count > 0)
        {
            return call.Refuse(Nothing);
        }

        await CaseRun.RunAsync(file, lines, call.Out, call.Error, cancellation);
        return ExitCode.Done;
    }
}

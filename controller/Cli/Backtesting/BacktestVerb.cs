using System.CommandLine;
using Rollout.Metrics.Recorded;

namespace Rollout.Cli.Backtesting;

/// <summary>`rollout backtest`: what this judge, and the rules of others, would have done on one's own past (contract section 2).</summary>
internal static class BacktestVerb
{
    private const string Nothing = "nothing was tested";

    public static Verb Create()
    {
        var command = new Command("backtest");
        var flags = BacktestRequestReader.Flags.ToDictionary(f => f, f => new Option<string>(f), StringComparer.Ordinal);
        foreach (var option in flags.Values)
        {
            command.Options.Add(option);
        }

        var output = new OutputOptions();
        output.AddTo(command);
        return new Verb(command, BacktestHelp.Text, (call, cancellation) =>
        {
            var json = output.IsJson(call.Given, call.Usage);
            var given = flags.Where(f => call.Given.TextOf(f.Value) is not null)
                .ToDictionary(f => f.Key, f => call.Given.TextOf(f.Value)!, StringComparer.Ordinal);
            return RunAsync(call, BacktestRequestReader.Read(given, call.Usage), json, cancellation);
        });
    }

    private static async Task<int> RunAsync(VerbCall call, BacktestRequest request, bool json, CancellationToken cancellation)
    {
        if (request.Path is null)
        {
            return call.Refuse(Nothing);
        }

        var limits = new RecordedLimits();
        var data = request.IsEvents
            ? await RecordedData.ReadEventsAsync(request.Path, limits, cancellation)
            : await RecordedData.ReadBucketsAsync(request.Path, limits, cancellation);
        BacktestRules.CheckFile(request, data, limits, call.Usage);
        if (call.Usage.Count > 0)
        {
            return call.Refuse(Nothing);
        }

        var ground = BacktestGround.Of(data, request.Bucket);
        BacktestRules.CheckGround(request, data, ground, call.Usage);
        if (call.Usage.Count > 0)
        {
            return call.Refuse(Nothing);
        }

        var player = new BacktestPlayer(request, data, ground);
        var report = await BacktestProgress.ShowAsync(request.Runs, tell => player.PlayAsync(tell, cancellation));
        foreach (var line in json ? [BacktestJson.Text(report)] : BacktestText.Lines(report, request, data))
        {
            await call.Out.WriteLineAsync(line.AsMemory(), cancellation);
        }

        return ExitCode.Done;
    }
}

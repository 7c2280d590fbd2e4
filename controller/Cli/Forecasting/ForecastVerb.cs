using System.CommandLine;

namespace Rollout.Cli.Forecasting;

/// <summary>`rollout forecast`: how long a rollout would take, from the fleet's own history (contract section 2).</summary>
internal static class ForecastVerb
{
    public static Verb Create()
    {
        var command = new Command("forecast");
        var flags = ForecastRequestReader.Flags.ToDictionary(flag => flag, flag => new Option<string>(flag), StringComparer.Ordinal);
        foreach (var flag in flags.Values)
        {
            command.Options.Add(flag);
        }

        var uncalibrated = new Option<bool>(ForecastRequestReader.NoCalibration) { Arity = ArgumentArity.Zero };
        command.Options.Add(uncalibrated);
        var output = new OutputOptions();
        output.AddTo(command);
        return new Verb(command, ForecastHelp.Text, async (call, cancellation) =>
        {
            var json = output.IsJson(call.Given, call.Usage);
            var given = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (flag, option) in flags)
            {
                if (call.Given.IsGiven(option) && call.Given.TextOf(option) is { } text)
                {
                    given.Add(flag, text);
                }
            }

            if (call.Given.IsGiven(uncalibrated))
            {
                given.Add(ForecastRequestReader.NoCalibration, "true");
            }

            return await RunAsync(call, given, json, cancellation);
        });
    }

    private static async Task<int> RunAsync(VerbCall call, Dictionary<string, string> given, bool json, CancellationToken cancellation)
    {
        var request = ForecastRequestReader.Read(given, call.Usage);
        if (await ForecastRun.ForecastAsync(request, call.Usage, cancellation) is not { } report || call.Usage.Count > 0)
        {
            return call.Refuse("nothing was forecast");
        }

        foreach (var line in json ? [ForecastJson.Line(report, request)] : ForecastText.Lines(report, request))
        {
            await call.Out.WriteLineAsync(line.AsMemory(), cancellation);
        }

        return ExitCode.Done;
    }
}

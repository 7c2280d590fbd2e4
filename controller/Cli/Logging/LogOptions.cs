using System.CommandLine;
using Microsoft.Extensions.Logging;

namespace Rollout.Cli.Logging;

/// <summary>
/// <c>--log-format text|json</c>, or <c>ROLLOUT_LOG_FORMAT</c>: how a controller logs. Always on stderr: stdout belongs to what the verb
/// prints. Text is for a terminal; JSON is for a log store, one object a line with the
/// event's id (controller/Telemetry/EVENTS.md) and its values apart, the audit lines included.
/// </summary>
internal sealed class LogOptions
{
    private const string Variable = "ROLLOUT_LOG_FORMAT";

    private readonly Option<string> format = new("--log-format");

    public void AddTo(Command command) => command.Options.Add(format);

    /// <summary>Whether JSON is wanted; an unknown format is a problem.</summary>
    public bool IsJson(VerbCall call)
    {
        var (place, text) = call.Given.TextOf(format) is { } given ? ("--log-format", given) : (Variable, Environment.GetEnvironmentVariable(Variable));
        if (text is not (null or "" or "json" or "text"))
        {
            call.Usage.Add(place, $"unknown format '{text}'", "write json or text");
        }

        return text is "json";
    }

    /// <param name="json">Whether JSON is wanted.</param>
    /// <param name="text">From which level on a text log tells what our own code says; of what others say it tells warnings.</param>
    public static ILoggerFactory Factory(bool json, LogLevel text) => LoggerFactory.Create(logging =>
    {
        logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (json)
        {
            logging.AddJsonConsole(console =>
            {
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "O";
            });
        }
        else
        {
            logging.AddSimpleConsole(console => console.SingleLine = true);
        }

        var ours = json ? LogLevel.Information : text;
        logging.AddFilter((category, level) => level >= (category?.StartsWith("rollout", StringComparison.Ordinal) == true ? ours : LogLevel.Warning));
    });
}

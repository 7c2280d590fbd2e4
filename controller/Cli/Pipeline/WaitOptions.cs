using System.CommandLine;
using Rollout.Api;

namespace Rollout.Cli.Pipeline;

/// <summary><c>--timeout</c>.</summary>
internal sealed class WaitOptions
{
    private readonly Option<string> timeout = new("--timeout");

    public void AddTo(Command command) => command.Options.Add(timeout);

    /// <summary>Null: as long as it takes.</summary>
    public TimeSpan? Limit(VerbCall call)
    {
        if (call.Given.TextOf(timeout) is not { } text)
        {
            return null;
        }

        if (DurationText.TryParse(text, out var limit) && limit >= TimeSpan.Zero)
        {
            return limit;
        }

        call.Usage.Add("--timeout", $"'{text}' is no duration", "write 90s, 30m or 1h30m");
        return null;
    }
}

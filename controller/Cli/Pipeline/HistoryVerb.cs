using System.CommandLine;
using System.Globalization;
using Rollout.History;

namespace Rollout.Cli.Pipeline;

/// <summary>`rollout history`: the releases of a rollout, how they ended and why (contract section 7).</summary>
internal static class HistoryVerb
{
    private const int Most = 20;

    private const string Help = $$"""
        rollout history: the releases of a rollout, how they ended and why

        usage:
          rollout history NAME [--since 90d] [--limit 20] [options]

          --since 90d          ended since then, or under way; also a time (RFC 3339)
          --limit 20           at most so many, the newest
        {{ReleaseOptions.Help}}
        {{ReachOptions.Help}}
        {{OutputOptions.Help}}
                               json: {"items": [{"revision", "startedAt", "commit",
                               "stages", "verdicts", "result", ...}], "isAll"}

        exit codes: 0 shown; 15 no such rollout; 2 bad usage, every problem listed;
        3 the controller or the store cannot be reached; 4 refused (401, 403).
        """;

    public static Verb Create()
    {
        var limit = new Option<string>("--limit");
        var command = new Command("history") { Options = { limit } };
        var releases = new ReleaseOptions();
        releases.AddTo(command);
        var output = new OutputOptions();
        output.AddTo(command, isRich: true);
        return new Verb(command, Help, async (call, cancellation) =>
        {
            var format = output.Format(call.Given, call.Usage);
            var since = releases.Since(call, TimeProvider.System.GetUtcNow(), null);
            var most = Limit(call, call.Given.TextOf(limit));
            await using var source = await releases.SourceAsync(call, isNameNeeded: true, cancellation);
            if (source is null || call.Usage.Count > 0)
            {
                return call.Refuse("nothing was looked at");
            }

            var (found, trouble, wrong) = await source.ReadAsync(since, most, cancellation);
            if (found is null)
            {
                return await TellAsync(call, wrong!);
            }

            await WarnAsync(call, trouble);
            await call.PrintAsync(format, () => ReleaseJson.Of(found, trouble), wide => HistoryText.Lines(found.Releases, wide), cancellation);
            return ExitCode.Done;
        });
    }

    internal static async Task<int> TellAsync(VerbCall call, WaitState.Ended wrong)
    {
        await call.Error.WriteLineAsync($"rollout {call.Name}: {wrong.Result}: {wrong.Words}");
        return wrong.Code;
    }

    internal static async Task WarnAsync(VerbCall call, string? trouble)
    {
        if (trouble is not null)
        {
            await call.Error.WriteLineAsync($"rollout {call.Name}: not from the history: {trouble}");
        }
    }

    private static int Limit(VerbCall call, string? text)
    {
        if (text is null)
        {
            return Most;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= ReleaseQuery.MostReleases)
        {
            return limit;
        }

        call.Usage.Add("--limit", $"'{text}' is no number of releases", $"write 1 to {ReleaseQuery.MostReleases}");
        return Most;
    }
}

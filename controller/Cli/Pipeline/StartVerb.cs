using System.CommandLine;
using Rollout.Server.Client;

namespace Rollout.Cli.Pipeline;

/// <summary>`rollout start`: asks for a version, and waits for its verdict when told to (contract section 7).</summary>
internal static class StartVerb
{
    private const string Help = $$"""
        rollout start: rolls a version out, on evidence

        usage:
          rollout start NAME --version VERSION [--wait] [--timeout 30m] [options]

        what:
          --version VERSION    the version to roll out (a host fleet)
          --commit SHA         of the release; sent along, not yet kept by controllers
          --built-at TIME      likewise (RFC 3339)

        until when:
          --wait               until there is a verdict; without it, until the controller
                               has written the order down
          --timeout 30m        at most so long (default: as long as it takes); the
                               rollout goes on

        where:
        {{ReachOptions.Help}}
        result:
          -o json, --json      {"namespace", "name", "revision", "result", "exitCode",
                               "message"} on stdout; everything else is on stderr

        {{PipelineHelp.Codes}}
        """;

    private const int MostAttempts = 3;

    public static Verb Create()
    {
        var version = new Option<string>("--version");
        var commit = new Option<string>("--commit");
        var built = new Option<string>("--built-at");
        var wait = new Option<bool>("--wait") { Arity = ArgumentArity.Zero };
        var command = new Command("start") { Options = { version, commit, built, wait } };
        var reach = new ReachOptions();
        reach.AddTo(command);
        var waiting = new WaitOptions();
        waiting.AddTo(command);
        var output = new OutputOptions();
        output.AddTo(command);
        return new Verb(command, Help, async (call, cancellation) =>
        {
            var json = output.IsJson(call.Given, call.Usage);
            var limit = waiting.Limit(call);
            var wanted = call.Given.TextOf(version);
            if (string.IsNullOrEmpty(wanted))
            {
                call.Usage.Add("--version", "no version is named", "write --version VERSION");
            }

            if (limit is not null && !call.Given.IsGiven(wait))
            {
                call.Usage.Add("--timeout", "there is nothing to time without --wait", "add --wait, or leave --timeout out");
            }

            using var at = reach.Read(call);
            if (at is null || call.Usage.Count > 0)
            {
                return call.Refuse("nothing was started");
            }

            var release = new Release(wanted!, call.Given.TextOf(commit), call.Given.TextOf(built));
            var ended = await StartAsync(call, at, release, call.Given.IsGiven(wait), limit, cancellation);
            return await PipelineReport.TellAsync(call, at, ended, json);
        });
    }

    private static async Task<WaitState.Ended> StartAsync(VerbCall call, Reach reach, Release release, bool wait, TimeSpan? limit, CancellationToken cancellation)
    {
        // Looked at before it is ordered: what is shown as wanted after it must be another wish than the one that was there.
        if (await reach.GetAsync(null, cancellation) is var before && before is not ApiAnswer.Found { Rollout.Status: var was })
        {
            return Answers.Ended(release.Version, before);
        }

        var answer = await OrderAsync(reach, release, cancellation);
        if (answer is not ApiAnswer.Found)
        {
            return Answers.Ended(release.Version, answer);
        }

        return wait
            ? await new WaitLoop(reach, TimeProvider.System, call.Error).RunAsync(new WaitTarget(release.Version, Started: true, was.WantedAt), limit, cancellation)
            : new WaitState.Ended(release.Version, ExitCode.Done, "Accepted", "the order is written down; follow it with rollout wait or rollout watch");
    }

    /// <summary>An order without an answer is given again: wanting a version twice is wanting it once.</summary>
    private static async Task<ApiAnswer> OrderAsync(Reach reach, Release release, CancellationToken cancellation)
    {
        ApiAnswer answer;
        var attempt = 0;
        do
        {
            answer = await reach.OrderAsync("start", release.Body, cancellation);
        }
        while (answer is ApiAnswer.Away && ++attempt < MostAttempts);

        return answer;
    }

    private sealed record Release(string Version, string? Commit, string? BuiltAt)
    {
        public Dictionary<string, string?> Body => new(StringComparer.Ordinal) { ["version"] = Version, ["commit"] = Commit, ["builtAt"] = BuiltAt };
    }
}

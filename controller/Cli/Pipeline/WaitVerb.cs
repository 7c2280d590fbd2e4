using System.CommandLine;

namespace Rollout.Cli.Pipeline;

/// <summary>`rollout wait`: until there is a verdict on the revision that is there (contract section 7).</summary>
internal static class WaitVerb
{
    private const string Help = $$"""
        rollout wait: until there is a verdict

        It answers for the revision that is wanted now, never with yesterday's outcome.
        While the rollout is paused it waits on; when it is held it says so at once.

        usage:
          rollout wait NAME [--revision REV] [--timeout 30m] [options]

          --revision REV       this one and no other; waits until it is there
          --timeout 30m        at most so long (default: as long as it takes)
        {{ReachOptions.Help}}
          -o json|yaml         {"namespace", "name", "revision", "result", "exitCode",
                               "message"} on stdout; everything else is on stderr

        {{PipelineHelp.Codes}}
        """;

    public static Verb Create()
    {
        var revision = new Option<string>("--revision");
        var command = new Command("wait") { Options = { revision } };
        var reach = new ReachOptions();
        reach.AddTo(command);
        var waiting = new WaitOptions();
        waiting.AddTo(command);
        var output = new OutputOptions();
        output.AddTo(command, isRich: true);
        return new Verb(command, Help, async (call, cancellation) =>
        {
            var format = output.Format(call.Given, call.Usage);
            var limit = waiting.Limit(call);
            using var at = await reach.ReadAsync(call, cancellation);
            if (at is null || call.Usage.Count > 0)
            {
                return call.Refuse("nothing was waited for");
            }

            var target = new WaitTarget(call.Given.TextOf(revision));
            var ended = await new WaitLoop(at, TimeProvider.System, call.Error).RunAsync(target, limit, cancellation);
            return await PipelineReport.TellAsync(call, at, ended, format);
        });
    }
}

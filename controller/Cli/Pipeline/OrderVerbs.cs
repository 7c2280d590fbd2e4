using System.CommandLine;
using Rollout.Server.Client;

namespace Rollout.Cli.Pipeline;

/// <summary>`rollout promote`, `abort`, `pause`, `resume` and `retry`: an order of a person, audited (contract section 7).</summary>
internal static class OrderVerbs
{
    public static Verb Promote() => Create("promote", "skips what is left of the evidence and promotes, in your name", "the one on trial");

    public static Verb Abort() => Create("abort", "takes the revision on trial back", "the one on trial");

    public static Verb Retry() => Create("retry", "tries a refused revision again", "the one refused last");

    public static Verb Pause() => Create("pause", "stops the rollout where it stands", null);

    public static Verb Resume() => Create("resume", "lets a paused rollout go on", null);

    /// <param name="ofRevision">Which revision it is about unless told; null: about none.</param>
    private static Verb Create(string name, string summary, string? ofRevision)
    {
        var revision = new Option<string>("--revision");
        var command = new Command(name);
        if (ofRevision is not null)
        {
            command.Options.Add(revision);
        }

        var reach = new ReachOptions();
        reach.AddTo(command);
        var output = new OutputOptions();
        output.AddTo(command, isRich: true);
        return new Verb(command, Help(name, summary, ofRevision), async (call, cancellation) =>
        {
            var format = output.Format(call.Given, call.Usage);
            using var at = await reach.ReadAsync(call, cancellation);
            if (at is null || call.Usage.Count > 0)
            {
                return call.Refuse("nothing was ordered");
            }

            var named = ofRevision is null ? null : call.Given.TextOf(revision);
            var answer = await at.OrderAsync(name, new Dictionary<string, string?>(StringComparer.Ordinal) { ["revision"] = named }, cancellation);
            var ended = answer is ApiAnswer.Found
                ? new WaitState.Ended(named, ExitCode.Done, "Accepted", $"{name} is written down; the next pass takes it")
                : Answers.Ended(named, answer);
            return await PipelineReport.TellAsync(call, at, ended, format);
        });
    }

    private static string Help(string name, string summary, string? ofRevision) => $$"""
        rollout {{name}}: {{summary}}

        usage:
          rollout {{name}} NAME {{(ofRevision is null ? "" : "[--revision REV] ")}}[options]
        {{(ofRevision is null ? "" : $"""

          --revision REV       the one that the order is about (default: {ofRevision})

        """)}}
        {{ReachOptions.Help}}
          -o json|yaml         {"namespace", "name", "revision", "result", "exitCode",
                               "message"} on stdout; everything else is on stderr

        exit codes: 0 the order is written down; 14 it makes no sense now; 15 no such
        rollout; 2 bad usage, every problem listed; 3 the controller cannot be reached;
        4 the token is refused (401, 403).
        """;
}

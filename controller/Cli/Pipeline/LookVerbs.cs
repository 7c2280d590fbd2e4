using System.CommandLine;
using Rollout.Server.Client;

namespace Rollout.Cli.Pipeline;

/// <summary>`rollout status` and `explain`: what is there now, for people or as JSON or YAML (contract section 7).</summary>
internal static class LookVerbs
{
    public static Verb Status() => Create("status", "where a rollout stands, with its figures", "the whole resource", StatusText.Lines, found => found.Json);

    public static Verb Explain() => Create("explain", "what is happening, why, and what it waits for, in sentences",
        """{"phase", "reason", "sentences": [...]}""", ExplainText.Lines, ExplainText.Json);

    private static Verb Create(
        string name, string summary, string shape, Func<RolloutSeen, DateTimeOffset, bool, IEnumerable<string>> text, Func<ApiAnswer.Found, string> json)
    {
        var command = new Command(name);
        var reach = new ReachOptions();
        reach.AddTo(command);
        var output = new OutputOptions();
        output.AddTo(command, isRich: true);
        return new Verb(command, Help(name, summary, shape), async (call, cancellation) =>
        {
            var format = output.Format(call.Given, call.Usage);
            using var at = await reach.ReadAsync(call, cancellation);
            if (at is null || call.Usage.Count > 0)
            {
                return call.Refuse("nothing was looked at");
            }

            var answer = await at.GetAsync(null, cancellation);
            if (answer is not ApiAnswer.Found found)
            {
                return await PipelineReport.TellAsync(call, at, Answers.Ended(null, answer), format);
            }

            await call.PrintAsync(format, () => json(found), wide => text(found.Rollout, TimeProvider.System.GetUtcNow(), wide), cancellation);

            return ExitCode.Done;
        });
    }

    private static string Help(string name, string summary, string shape) => $"""
        rollout {name}: {summary}

        usage:
          rollout {name} NAME [options]

        {ReachOptions.Help}
        {OutputOptions.Help}
                               json: {shape}

        exit codes: 0 shown; 15 no such rollout; 2 bad usage, every problem listed;
        3 the controller cannot be reached; 4 refused (401, 403).
        """;
}

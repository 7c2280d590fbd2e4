using System.CommandLine;
using Rollout.Demo.Terminal;
using Rollout.Server.Client;

namespace Rollout.Cli.Pipeline;

/// <summary>`rollout watch`: live, until it is interrupted (contract section 7).</summary>
internal static class WatchVerb
{
    private const string Help = $$"""
        rollout watch: a rollout live

        Every happening as a line, below it the nodes with what each earns, the progress
        of the evidence towards both thresholds and the time still expected. Without a
        terminal, plain lines. It ends by Ctrl-C, or with --until-settled once nothing
        is on trial any more.

        usage:
          rollout watch NAME [--until-settled] [options]

        {{ReachOptions.Help}}
          -o json|yaml         the whole resource, a line (a document) a change

        exit codes: 0 settled; 130 ended by Ctrl-C; 15 no such rollout; 2 bad usage,
        every problem listed; 3 the controller cannot be reached; 4 refused (401, 403).
        """;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static Verb Create()
    {
        var settled = new Option<bool>("--until-settled") { Arity = ArgumentArity.Zero };
        var command = new Command("watch") { Options = { settled } };
        var reach = new ReachOptions();
        reach.AddTo(command);
        var output = new OutputOptions();
        output.AddTo(command, isRich: true);
        return new Verb(command, Help, async (call, cancellation) =>
        {
            var format = output.Format(call.Given, call.Usage);
            using var at = await reach.ReadAsync(call, cancellation);
            return at is null || call.Usage.Count > 0 ? call.Refuse("nothing was watched")
                : await FollowAsync(call, at, format, call.Given.IsGiven(settled), cancellation);
        });
    }

    private static async Task<int> FollowAsync(VerbCall call, Reach reach, OutputFormat format, bool untilSettled, CancellationToken cancellation)
    {
        var time = TimeProvider.System;
        await using var narrator = !format.IsForPeople() ? null : Narrators.ForStandardOutput(time);
        var terminal = narrator is null ? null : new FleetTerminal(narrator);
        var (etag, lastAnswer) = ((string?)null, (long?)null);
        while (true)
        {
            switch (await reach.GetAsync(etag, cancellation))
            {
                case ApiAnswer.Found found:
                    (etag, lastAnswer) = (found.ETag, time.GetTimestamp());
                    terminal?.See(found.Rollout);
                    if (!format.IsForPeople())
                    {
                        await call.Out.WriteLineAsync((format == OutputFormat.Yaml ? $"---\n{JsonAsYaml.Of(found.Json)}" : found.Json).AsMemory(), cancellation);
                        await call.Out.FlushAsync(cancellation);
                    }

                    if (untilSettled && found.Rollout.Status.Phase is "Idle" or "Promoted" or "RolledBack" or "Invalid")
                    {
                        return ExitCode.Done;
                    }

                    break;
                case ApiAnswer.Unchanged:
                    lastAnswer = time.GetTimestamp();
                    break;
                case ApiAnswer.Away when lastAnswer is { } last && time.GetElapsedTime(last) < Patience:
                    break;
                case var wrong:
                    return await PipelineReport.TellAsync(call, reach, Answers.Ended(null, wrong), OutputFormat.Text);
            }

            await Task.Delay(Between, time, cancellation);
        }
    }
}

using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Rollout.Cli.Logging;
using Rollout.Cli.Probing;
using Rollout.Kubernetes.Configuration;
using Rollout.Server.Memory;
using Rollout.Server.Operator;

namespace Rollout.Cli.Operating;

/// <summary>`rollout controller`: the controller of a cluster (contract section 6).</summary>
internal static class ControllerVerb
{
    private static readonly string[] Flags = ["--kubeconfig", "--namespace", "--prometheus", "--listen", "--leader-elect", "--token-file", "--history", .. ProbeReach.Flags];

    public static Verb Create()
    {
        var options = Flags.ToDictionary(name => name, name => new Option<string>(name), StringComparer.Ordinal);
        var command = new Command("controller");
        foreach (var option in options.Values)
        {
            command.Options.Add(option);
        }

        var output = new OutputOptions();
        output.AddTo(command);
        var log = new LogOptions();
        log.AddTo(command);
        return new Verb(command, ControllerHelp.Text, async (call, cancellation) =>
        {
            var json = output.IsJson(call.Given, call.Usage);
            var jsonLog = log.IsJson(call);
            var settings = new ControllerSettings(name => call.Given.GetValue(options[name]), Environment.GetEnvironmentVariable, call.Usage);
            return await settings.ReadAsync(ConfigurationSources.OfThisProcess(), cancellation) is { } read && call.Usage.Count == 0
                ? await RunAsync(call, read, json, jsonLog, cancellation)
                : call.Refuse("nothing was started");
        });
    }

    private static async Task<int> RunAsync(VerbCall call, OperatorOptions options, bool json, bool jsonLog, CancellationToken cancellation)
    {
        using var stop = new Termination(cancellation);
        using var logs = LogOptions.Factory(jsonLog, LogLevel.Information);
        switch (await OperatorController.StartAsync(options, TimeProvider.System, logs, stop.Token))
        {
            case OperatorStart.Running { Controller: var controller }:
                await using (controller)
                {
                    await call.Out.WriteLineAsync(json
                        ? JsonSerializer.Serialize(new { listening = controller.Address.ToString(), cluster = options.Connection.ToString(), identity = options.Identity })
                        : $"rollout controller: {options.Connection}; listens at {controller.Address}; as {options.Identity}");
                    await call.Out.FlushAsync(CancellationToken.None);
                    return await UntilEndAsync(call, controller, stop.Token);
                }

            case OperatorStart.BadInput bad:
                return call.Refuse(bad.Problems, "nothing was started");
            case OperatorStart.Unavailable away:
                await call.Error.WriteLineAsync($"rollout controller: {away.Problem}");
                return ExitCode.Unavailable;
            default:
                throw new InvalidOperationException("a start has no fourth outcome");
        }
    }

    private static async Task<int> UntilEndAsync(VerbCall call, OperatorController controller, CancellationToken cancellation)
    {
        await Task.WhenAny(new HeapTrimmer(new ProcessHeap(), TimeProvider.System).RunAsync(cancellation), controller.Completion);
        if (controller.Completion.IsFaulted)
        {
            await call.Error.WriteLineAsync($"rollout controller: the controller failed: {controller.Completion.Exception!.GetBaseException().Message}");
            return ExitCode.Fault;
        }

        return ExitCode.Done;
    }
}

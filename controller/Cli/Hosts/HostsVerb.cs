using System.CommandLine;
using Microsoft.Extensions.Logging;
using Rollout.Cli.Logging;
using Rollout.Cli.Probing;
using Rollout.History;
using Rollout.Probes.Network;
using Rollout.Server.Hosting;

namespace Rollout.Cli.Hosts;

/// <summary>`rollout hosts`: the controller of a host fleet (contract section 6).</summary>
internal static class HostsVerb
{
    public static Verb Create()
    {
        var fleet = new Option<string>("--fleet");
        var listen = new Option<string>("--listen");
        var token = new Option<string>("--token-file");
        var hooks = new Option<string>("--hook-token-file");
        var history = new Option<string>("--history");
        var command = new Command("hosts") { Options = { fleet, listen, token, hooks, history } };
        var reach = ProbeReach.Flags.ToDictionary(name => name, name => new Option<string>(name), StringComparer.Ordinal);
        foreach (var option in reach.Values)
        {
            command.Options.Add(option);
        }

        var output = new OutputOptions();
        output.AddTo(command);
        var log = new LogOptions();
        log.AddTo(command);
        return new Verb(command, HostsHelp.Text, (call, cancellation) =>
        {
            var json = output.IsJson(call.Given, call.Usage);
            var jsonLog = log.IsJson(call);
            var probing = ProbeReach.Of(name => (call.Given.GetValue(reach[name]), name), call.Usage);
            var options = Options(
                call, call.Given.GetValue(fleet), call.Given.GetValue(listen), call.Given.GetValue(token), call.Given.GetValue(hooks), call.Given.GetValue(history), probing);
            return options is null ? RefuseAsync(call, call.Given.GetValue(fleet), cancellation) : RunAsync(call, options, json, jsonLog, cancellation);
        });
    }

    /// <summary>A wrong option does not hide what is wrong with the fleet file.</summary>
    private static async Task<int> RefuseAsync(VerbCall call, string? fleet, CancellationToken cancellation)
    {
        foreach (var problem in fleet is null ? [] : await HostController.ProblemsAsync(fleet, cancellation))
        {
            call.Usage.Add(problem);
        }

        return call.Refuse("nothing was started");
    }

    private static HostOptions? Options(VerbCall call, string? fleet, string? listen, string? token, string? hooks, string? history, ProbeNetwork probing)
    {
        if (fleet is null)
        {
            call.Usage.Add("--fleet", "is missing", "name the fleet file");
        }

        var (address, problem) = listen is null ? (ListenAddress.Default, null) : ListenAddress.Parse(listen);
        if (problem is not null)
        {
            call.Usage.Add(problem);
        }

        var (place, text) = history is null ? ("ROLLOUT_HISTORY", Environment.GetEnvironmentVariable("ROLLOUT_HISTORY")) : ("--history", history);
        var (kept, wrong) = string.IsNullOrEmpty(text) || text == "none" ? (null, null) : HistoryAddress.Parse(text, place);
        if (wrong is not null)
        {
            call.Usage.Add(wrong);
        }

        return call.Usage.Count > 0 || fleet is null || address is null ? null
            : new HostOptions { FleetFile = fleet, Listen = address, TokenFile = token, HookTokenFile = hooks, History = kept, KeepsNoHistory = text == "none", Probing = probing };
    }

    private static async Task<int> RunAsync(VerbCall call, HostOptions options, bool json, bool jsonLog, CancellationToken cancellation)
    {
        using var stop = new Termination(cancellation);

        // The terminal is told what happens anyway.
        using var logs = LogOptions.Factory(jsonLog, LogLevel.Warning);
        switch (await HostController.StartAsync(options, TimeProvider.System, logs, stop.Token))
        {
            case HostStart.Running { Controller: var controller }:
                await using (controller)
                {
                    return await FollowAsync(call, controller, json, stop.Token);
                }

            case HostStart.BadInput bad:
                return call.Refuse(bad.Problems, "nothing was started");
            case HostStart.Unavailable away:
                await call.Error.WriteLineAsync($"rollout hosts: {away.Problem}");
                return ExitCode.Unavailable;
            default:
                throw new InvalidOperationException("a start has no fourth outcome");
        }
    }

    private static async Task<int> FollowAsync(VerbCall call, HostController controller, bool json, CancellationToken cancellation)
    {
        await using var teller = json ? HostTeller.AsJson(call.Out) : HostTeller.ForPeople(TimeProvider.System);
        teller.Began(controller);
        var ended = Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
        var told = teller.FollowAsync(controller.Rollout, cancellation);
        await Task.WhenAny(ended, controller.Completion, told);
        if (controller.Completion.IsFaulted)
        {
            await call.Error.WriteLineAsync($"rollout hosts: the controller failed: {controller.Completion.Exception!.GetBaseException().Message}");
            return ExitCode.Fault;
        }

        return ExitCode.Done;
    }
}

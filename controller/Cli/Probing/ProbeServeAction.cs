using System.Net.Sockets;
using System.Text.Json.Nodes;
using Rollout.Api;
using Rollout.Fleets.Hosts;
using Rollout.Probes.Targets;
using Rollout.Server.Hosting;
using Rollout.Server.Probing;

namespace Rollout.Cli.Probing;

/// <summary>`rollout probe serve`: all probes of a folder, by schedule.</summary>
internal static class ProbeServeAction
{
    public static async Task<int> RunAsync(VerbCall call, ProbeFlags flags, bool json, CancellationToken cancellation)
    {
        if (await OptionsAsync(call, flags, cancellation) is not { } options)
        {
            return call.Refuse("nothing was started");
        }

        using var stop = new Termination(cancellation);
        try
        {
            var (server, problems) = await ProbeServer.StartAsync(options, TimeProvider.System, stop.Token);
            foreach (var problem in problems)
            {
                call.Usage.Add(problem);
            }

            if (server is null)
            {
                return call.Refuse("nothing was started");
            }

            await using (server)
            {
                await TellAsync(call, server, json);
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return ExitCode.Done;
            }
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await call.Error.WriteLineAsync($"rollout probe serve: {options.Listen} cannot be had: {e.Message}");
            return ExitCode.Unavailable;
        }
    }

    /// <summary>A file that went bad while it runs: the probes of before run on, and whoever looks at the log learns why.</summary>
    private static void Tell(VerbCall call, IReadOnlyList<Problem> problems)
    {
        foreach (var problem in problems)
        {
            call.Error.WriteLine(problem);
        }

        call.Error.WriteLine(problems.Count == 0
            ? "rollout probe serve: all files are good again, and run"
            : $"rollout probe serve: {problems.Count} problem{(problems.Count == 1 ? "" : "s")} in the files; the probes of before run on");
    }

    private static async Task TellAsync(VerbCall call, ProbeServer server, bool json)
    {
        var address = server.Address.ToString();
        await call.Out.WriteLineAsync(json
            ? new JsonObject { ["listening"] = address, ["probes"] = server.Probes.Count }.ToJsonString()
            : $"{server.Probes.Count} probe(s); history at {address}, metrics at {address}metrics");
        await call.Out.FlushAsync();
    }

    private static async Task<ProbeServerOptions?> OptionsAsync(VerbCall call, ProbeFlags flags, CancellationToken cancellation)
    {
        var network = flags.Network(call);
        if (call.Given.GetValue(flags.File) is { } surplus)
        {
            call.Usage.Add(surplus, "rollout probe serve takes no file", "name the folder with --config DIR");
        }

        var folder = call.Given.GetValue(flags.Config);
        if (folder is null)
        {
            call.Usage.Add("--config", "is missing", "name the folder with the probes' files");
        }

        var listen = new ProbeServerOptions { Folder = "" }.Listen;
        if (call.Given.GetValue(flags.Listen) is { } text)
        {
            var (address, problem) = ListenAddress.Parse(text);
            listen = address ?? listen;
            if (problem is not null)
            {
                call.Usage.Add(problem);
            }
        }

        var nodes = call.Given.GetValue(flags.Fleet) is { } fleet ? await FleetAsync(call, fleet, cancellation) : null;
        return call.Usage.Count > 0 || folder is null ? null : new ProbeServerOptions
        {
            Folder = folder,
            Listen = listen,
            Network = network,
            Nodes = nodes,
            Secrets = call.Given.GetValue(flags.Secrets),
            Changed = problems => Tell(call, problems),
        };
    }

    private static async Task<INodeSource?> FleetAsync(VerbCall call, string path, CancellationToken cancellation)
    {
        var read = await FleetFileReader.ReadAsync(path, cancellation);
        foreach (var problem in read.Problems)
        {
            call.Usage.Add(problem);
        }

        return read.Value is null ? null : FleetNodes.Of(read.Value);
    }
}

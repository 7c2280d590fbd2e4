using System.CommandLine;
using System.Text.Json;
using Rollout.Kubernetes.Configuration;
using Rollout.Server.Operator;

namespace Rollout.Cli.Operating;

/// <summary>`rollout release --all`: lets every workload go, before an uninstall (contract section 6).</summary>
internal static class ReleaseVerb
{
    private const string Help = """
        rollout release --all [--kubeconfig FILE] [--namespace NS] [-o json]

        Lets every workload go, as before an uninstall: canaries are removed, what was
        held is as its manifest has it, and no finalizer is left that would wait for a
        controller. The StaggeredRollouts themselves stay. A new version that was held
        is then rolled out by Kubernetes itself, unless deletionPolicy is Orphan.

        End the controllers first; while one leads, nothing is done.

          --all               required: there is no other way to call it
          --kubeconfig FILE   how the cluster is reached
          --namespace NS      only this namespace
          -o json             one JSON object: what became of each

        Exit codes: 0 all were let go; 1 some were not, and why; 2 bad flags; 3 the
        cluster is out of reach, or a controller leads.
        """;

    public static Verb Create()
    {
        var all = new Option<bool>("--all");
        var (kubeconfig, space) = (new Option<string>("--kubeconfig"), new Option<string>("--namespace"));
        var command = new Command("release") { Options = { all, kubeconfig, space } };
        var output = new OutputOptions();
        output.AddTo(command);
        return new Verb(command, Help, async (call, cancellation) =>
        {
            var json = output.IsJson(call.Given, call.Usage);
            if (!call.Given.GetValue(all))
            {
                call.Usage.Add("--all", "is missing", "write --all: every workload is let go");
            }

            var sources = ConfigurationSources.OfThisProcess() with { Path = call.Given.GetValue(kubeconfig) };
            var loaded = await ClusterConfiguration.LoadAsync(sources, cancellation);
            foreach (var problem in (loaded as ConnectionResult.Refused)?.Problems ?? [])
            {
                call.Usage.Add(problem.Place, problem.What, problem.Mend);
            }

            return call.Usage.Count > 0 || loaded is not ConnectionResult.Ready ready
                ? call.Refuse("nothing was let go")
                : await RunAsync(call, new LettingGo(ready.Connection, call.Given.GetValue(space), TimeProvider.System), json, cancellation);
        });
    }

    private static async Task<int> RunAsync(VerbCall call, LettingGo work, bool json, CancellationToken cancellation)
    {
        if (await work.RunAsync(why => call.Error.WriteLine($"rollout release: {why}"), cancellation) is not { } done)
        {
            return ExitCode.Unavailable;
        }

        if (json)
        {
            await call.Out.WriteLineAsync(JsonSerializer.Serialize(new { released = done.Select(d => new { rollout = d.Rollout, trouble = d.Trouble }) }));
        }

        foreach (var (rollout, trouble) in json ? [] : done)
        {
            await call.Out.WriteLineAsync(trouble is null ? $"{rollout}: let go" : $"{rollout}: {trouble}");
        }

        return done.Any(d => d.Trouble is not null) ? ExitCode.Fault : ExitCode.Done;
    }
}

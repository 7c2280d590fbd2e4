using System.CommandLine;
using Rollout.Api;
using Rollout.Kubernetes.Configuration;
using Rollout.Kubernetes.Rest;
using Rollout.Server.Client;

namespace Rollout.Cli.Pipeline;

/// <summary>Which rollout, where, and as whom: the same on every verb that speaks to a controller.</summary>
internal sealed class ReachOptions
{
    public const string Help = """
          -n, --namespace NS   where the rollout lies; a host fleet's is default
          --server URL         the controller's address (or ROLLOUT_SERVER); without
                               one, the cluster of the kubeconfig is asked itself
          --token-file FILE    the token for changing calls, on the first line (or
                               ROLLOUT_TOKEN_FILE)
          --kubeconfig FILE    else KUBECONFIG, ~/.kube/config, the pod's account
          --context NAME       of the kubeconfig, other than its current one
        """;

    private readonly Argument<string> name = new("NAME") { Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> space = new("--namespace", "-n");
    private readonly Option<string> server = new("--server");
    private readonly Option<string> token = new("--token-file");
    private readonly Option<string> kubeconfig = new("--kubeconfig");
    private readonly Option<string> context = new("--context");

    public void AddTo(Command command)
    {
        command.Arguments.Add(name);
        command.Options.Add(space);
        command.Options.Add(server);
        command.Options.Add(token);
        command.Options.Add(kubeconfig);
        command.Options.Add(context);
    }

    /// <summary>Null with problems in the call: nothing may be asked then.</summary>
    public async Task<Reach?> ReadAsync(VerbCall call, CancellationToken cancellation)
    {
        var rollout = Named(call, isNeeded: true);
        IRolloutTarget? target = IsCluster(call) ? await ClusterAsync(call, cancellation) : Controller(call);
        if (call.Usage.Count > 0 || target is null)
        {
            target?.Dispose();
            return null;
        }

        return new Reach(target, target is ClusterTarget cluster && call.Given.TextOf(space) is null ? rollout! with { Namespace = cluster.Namespace } : rollout!);
    }

    /// <summary>Whether the cluster itself is meant: no controller is named.</summary>
    public bool IsCluster(VerbCall call) => call.Given.TextOf(server) is null
        && (call.Given.IsGiven(kubeconfig) || call.Given.IsGiven(context) || string.IsNullOrEmpty(Environment.GetEnvironmentVariable("ROLLOUT_SERVER")));

    /// <summary>Null with a problem in the call.</summary>
    public async Task<ClusterTarget?> ClusterAsync(VerbCall call, CancellationToken cancellation)
    {
        var sources = ConfigurationSources.OfThisProcess() with { Path = call.Given.TextOf(kubeconfig), Context = call.Given.TextOf(context) };
        switch (await ClusterConfiguration.LoadAsync(sources, cancellation))
        {
            case ConnectionResult.Ready ready:
                return new ClusterTarget(new ClusterClient(ready.Connection, new ClientOptions { UserAgent = "rollout" }));
            case ConnectionResult.Refused refused:
                foreach (var problem in refused.Problems)
                {
                    call.Usage.Add(call.Given.IsGiven(kubeconfig) ? problem.Place : "--server",
                        call.Given.IsGiven(kubeconfig) ? problem.What : $"no controller is named, and no cluster is found ({problem.Place}: {problem.What})",
                        $"write --server http://ADDRESS:PORT, or set ROLLOUT_SERVER; for a cluster: {problem.Mend}");
                }

                return null;
            default:
                throw new InvalidOperationException("a connection has no third outcome");
        }
    }

    /// <summary>Null where none is named, which is a problem where one is needed.</summary>
    public RolloutSeen.RolloutName? Named(VerbCall call, bool isNeeded)
    {
        var rollout = call.Given.GetValue(name);
        if (string.IsNullOrEmpty(rollout))
        {
            if (isNeeded)
            {
                call.Usage.Add("NAME", "no rollout is named", $"write rollout {call.Name} NAME");
            }

            return null;
        }

        return new RolloutSeen.RolloutName(call.Given.TextOf(space) ?? "default", rollout);
    }

    /// <summary>Null with a problem in the call.</summary>
    public ControllerClient? Controller(VerbCall call)
    {
        var (address, secret) = (Address(call), Token(call));
        return address is null || call.Usage.Count > 0 ? null : new ControllerClient(address, secret);
    }

    private Uri? Address(VerbCall call)
    {
        var (place, text) = call.Given.TextOf(server) is { } given ? ("--server", given) : ("ROLLOUT_SERVER", Environment.GetEnvironmentVariable("ROLLOUT_SERVER"));
        if (string.IsNullOrEmpty(text))
        {
            call.Usage.Add("--server", "no controller is named", "write --server http://ADDRESS:PORT, or set ROLLOUT_SERVER");
            return null;
        }

        var full = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        if (Uri.TryCreate(full, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address is { UserInfo.Length: 0, Query.Length: 0 })
        {
            return address;
        }

        call.Usage.Add(place, $"'{text}' is no address of a controller", "write http://ADDRESS:PORT or https://HOST");
        return null;
    }

    /// <summary>Null where none is named: then only looking is possible.</summary>
    private string? Token(VerbCall call)
    {
        var (place, path) = call.Given.TextOf(token) is { } given ? ("--token-file", given) : ("ROLLOUT_TOKEN_FILE", Environment.GetEnvironmentVariable("ROLLOUT_TOKEN_FILE"));
        if (string.IsNullOrEmpty(path))
        {
            return null;
        }

        try
        {
            if (File.ReadLines(path).FirstOrDefault()?.Trim() is { Length: > 0 } secret && secret.All(c => c is > ' ' and <= '~'))
            {
                return secret;
            }

            call.Usage.Add(new Problem(place, $"{path} has no token on its first line", "write the controller's token there"));
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            call.Usage.Add(new Problem(place, wrong.Message.TrimEnd('.'), "name a file that can be read"));
        }

        return null;
    }
}

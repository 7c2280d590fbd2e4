using Rollout.Cli.Probing;
using Rollout.History;
using Rollout.Kubernetes.Configuration;
using Rollout.Metrics.Recorded;
using Rollout.Server.Hosting;
using Rollout.Server.Operator;

namespace Rollout.Cli.Operating;

/// <summary>Flags and environment of `rollout controller`, a flag before the environment; everything that is wrong at once.</summary>
internal sealed class ControllerSettings(Func<string, string?> flag, Func<string, string?> environment, ProblemList problems)
{
    /// <summary>Null where anything is wrong.</summary>
    public async Task<OperatorOptions?> ReadAsync(ConfigurationSources sources, CancellationToken cancellation)
    {
        var inPod = sources.Environment.ContainsKey("KUBERNETES_SERVICE_HOST");
        var listen = Value("--listen");
        var (address, wrong) = listen.Text is { } text ? ListenAddress.Parse(text) : (inPod ? new ListenAddress(System.Net.IPAddress.Any, 8080) : ListenAddress.Default, null);
        if (wrong is not null)
        {
            problems.Add(wrong with { Place = listen.Place });
        }

        var elect = Value("--leader-elect");
        var leads = Flag(elect);
        var prometheus = Value("--prometheus");
        if (prometheus.Text is { } url && !(Uri.TryCreate(url, UriKind.Absolute, out var server) && server.Scheme is "http" or "https"))
        {
            problems.Add(prometheus.Place, $"'{url}' is no URL of a server", "write http:// or https://, a host and a port");
        }

        var space = Value("--namespace");
        if (space.Text is { } name && (name.Length > 63 || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')))
        {
            problems.Add(space.Place, $"'{name}' is no namespace", "lower-case letters, digits and '-', at most 63");
        }

        var history = Value("--history");
        var (kept, none) = history.Text is { } where and not "none" ? HistoryAddress.Parse(where, history.Place) : (null, null);
        if (none is not null)
        {
            problems.Add(none);
        }

        var probing = ProbeReach.Of(Value, problems);
        switch (await ClusterConfiguration.LoadAsync(sources with { Path = Value("--kubeconfig").Text }, cancellation))
        {
            case ConnectionResult.Ready ready when problems.Count == 0:
                return new OperatorOptions
                {
                    Connection = ready.Connection,
                    Namespace = space.Text,
                    Prometheus = prometheus.Text,
                    Listen = address!,
                    History = kept,
                    LeaderElect = leads,
                    TokenFile = Value("--token-file").Text,
                    Probing = probing,
                };
            case ConnectionResult.Refused refused:
                foreach (var problem in refused.Problems)
                {
                    problems.Add(problem.Place, problem.What, problem.Mend);
                }

                break;
        }

        return null;
    }

    private bool Flag((string? Text, string Place) given)
    {
        if (given.Text is null)
        {
            return true;
        }

        if (!bool.TryParse(given.Text, out var yes))
        {
            problems.Add(given.Place, $"is '{given.Text}'", "write true or false");
        }

        return yes;
    }

    private (string? Text, string Place) Value(string name)
    {
        if (flag(name) is { Length: > 0 } given)
        {
            return (given, name);
        }

        var variable = "ROLLOUT_" + name[2..].Replace('-', '_').ToUpperInvariant();
        return environment(variable) is { Length: > 0 } set ? (set, variable) : (null, name);
    }
}

using Rollout.Kubernetes.Configuration;
using Rollout.Support;

namespace Rollout.Kubernetes.Tests.Configuration;

/// <summary>Loads a configuration from an environment that the test makes up.</summary>
internal static class Loading
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static ConfigurationSources Sources(params (string Name, string Value)[] environment) => new()
    {
        Environment = environment.Append(("PATH", "/usr/bin:/bin")).ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal),
        Time = new ManualTime(Noon),
        ServiceAccountFolder = "/nonexistent",
    };

    public static async Task<ClusterConnection> ReadyAsync(ConfigurationSources sources) =>
        await ClusterConfiguration.LoadAsync(sources, CancellationToken.None) switch
        {
            ConnectionResult.Ready ready => ready.Connection,
            ConnectionResult.Refused refused => throw new InvalidOperationException(string.Join('\n', refused.Problems)),
            _ => throw new InvalidOperationException(),
        };

    public static async Task<string[]> ProblemsAsync(ConfigurationSources sources) =>
        [.. Assert.IsType<ConnectionResult.Refused>(await ClusterConfiguration.LoadAsync(sources, CancellationToken.None)).Problems.Select(p => p.ToString())];

    public static string Kubeconfig(string cluster, string user) => $"""
        apiVersion: v1
        kind: Config
        current-context: c
        clusters:
        - name: one
          cluster: {cluster}
        users:
        - name: me
          user: {user}
        contexts:
        - name: c
          context: {"{"}cluster: one, user: me{"}"}

        """;
}

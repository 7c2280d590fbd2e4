using Rollout.Metrics.Secrets;

namespace Rollout.Metrics.Prometheus;

/// <summary>
/// The servers that a controller reads, each opened once for all rollouts, so that equal queries are asked once. Nothing is sent before
/// the first query.
/// </summary>
/// <param name="secrets">Where the secrets that sources name are read.</param>
/// <param name="time">The clock.</param>
/// <param name="limits">Null: the defaults.</param>
public sealed class PrometheusServers(ISecrets secrets, TimeProvider time, PrometheusLimits? limits = null) : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<ServerName, SharedQueries> servers = [];

    public PrometheusLimits Limits { get; } = limits ?? new PrometheusLimits();

    public async ValueTask DisposeAsync()
    {
        List<SharedQueries> all;
        lock (gate)
        {
            all = [.. servers.Values];
            servers.Clear();
        }

        foreach (var server in all)
        {
            await server.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Asks a server; throws only on cancellation.</summary>
    internal Task<PrometheusAnswer> AskAsync(ServerName name, PrometheusQuery query, TimeSpan timeout, CancellationToken cancellationToken)
    {
        SharedQueries? server;
        lock (gate)
        {
            if (!servers.TryGetValue(name, out server))
            {
                servers[name] = server = new SharedQueries(new PrometheusClient(name, secrets, time, Limits), time, Limits);
            }
        }

        return server.AskAsync(query, timeout, cancellationToken);
    }
}

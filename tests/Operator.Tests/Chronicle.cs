using System.Globalization;
using System.Text.Json.Nodes;
using Rollout.Kubernetes.Caching;
using Rollout.Kubernetes.Rest;
using Rollout.Server.Operator;

namespace Rollout.Operator.Tests;

/// <summary>Every state that a rollout's status and its workload went through, in the order in which the API server stored them.</summary>
internal sealed class Chronicle : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<long, JsonObject> written = [];
    private readonly CancellationTokenSource stop = new();
    private readonly Task watching;
    private readonly Task synced;

    private Chronicle(ClusterClient client, string plural)
    {
        var kinds = new[] { OperatorKinds.RolloutType, new ResourceType("apps", "v1", plural, "Any") };
        var informers = kinds.Select(kind => new Informer<JsonObject>(client.Resources(ResourceKinds.Untyped(kind)), new InformerOptions<JsonObject>(), Note)).ToList();
        watching = Task.WhenAll(informers.Select(i => i.RunAsync(stop.Token)));
        synced = Task.WhenAll(informers.Select(i => i.WhenSynced));
    }

    public static async Task<Chronicle> BeginAsync(ClusterClient client, string plural)
    {
        var begun = new Chronicle(client, plural);
        await begun.synced;
        return begun;
    }

    /// <summary>Oldest first, as far as it was heard of yet.</summary>
    public IReadOnlyList<JsonObject> Written
    {
        get
        {
            lock (gate)
            {
                return [.. written.Values];
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private void Note(CacheChange<JsonObject> change)
    {
        if (change.After is { } after)
        {
            lock (gate)
            {
                written[long.Parse((string)after["metadata"]!["resourceVersion"]!, CultureInfo.InvariantCulture)] = after;
            }
        }
    }
}

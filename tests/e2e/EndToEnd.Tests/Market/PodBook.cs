using System.Globalization;
using System.Text.Json.Nodes;
using Rollout.Kubernetes.Caching;
using Rollout.Kubernetes.Rest;
using Rollout.Kubernetes.Watching;

namespace Rollout.EndToEnd.Tests.Market;

/// <summary>The pods of a namespace that are or were ready, by a watch. None of them is ever asked anything.</summary>
internal sealed class PodBook : IAsyncDisposable
{
    /// <summary>On a pod's template: which part of its orders it does not lose.</summary>
    public const string Earns = "shop/earns";

    private readonly Lock gate = new();
    private readonly Dictionary<string, KnownPod> pods = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stop = new();
    private readonly TimeSpan spacing;
    private readonly TimeProvider time;
    private readonly Task watching;

    public PodBook(ClusterClient client, string space, TimeSpan spacing, TimeProvider time)
    {
        (this.spacing, this.time) = (spacing, time);
        var kind = client.Resources(ResourceKinds.Untyped(new ResourceType("", "v1", "pods", "Pod")));
        var informer = new Informer<JsonObject>(
            kind, new InformerOptions<JsonObject> { Watch = new WatchOptions { Namespace = space } }, change => Note(change.Before, change.After));
        watching = Task.Run(() => informer.RunAsync(stop.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    /// <summary>What is asked of a pod's past is made up as it is asked: under the same lock as what is noted.</summary>
    public T Read<T>(Func<IReadOnlyCollection<KnownPod>, T> read)
    {
        lock (gate)
        {
            return read(pods.Values);
        }
    }

    private void Note(JsonObject? before, JsonObject? after)
    {
        var meta = (after ?? before)!["metadata"]!;
        var uid = (string)meta["uid"]!;
        var ready = after?["status"]?["conditions"]?.AsArray().Any(c => (string?)c!["type"] == "Ready" && (string?)c["status"] == "True") == true
            && meta["deletionTimestamp"] is null;
        lock (gate)
        {
            if (ready && !pods.ContainsKey(uid))
            {
                var part = (string?)meta["annotations"]?[Earns] is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : 1;
                pods[uid] = new KnownPod((string)meta["namespace"]!, (string)meta["name"]!, uid, part, spacing, time.GetUtcNow());
            }
            else if (!ready && pods.TryGetValue(uid, out var known))
            {
                known.Over ??= time.GetUtcNow();
            }
        }
    }
}

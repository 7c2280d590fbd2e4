using System.Text.Json.Nodes;
using Rollout.EndToEnd.Tests.Ground;
using Rollout.Kubernetes.Caching;
using Rollout.Kubernetes.Rest;
using Rollout.Kubernetes.Watching;

namespace Rollout.EndToEnd.Tests.RealShops;

/// <summary>
/// A shop process for every pod of a namespace that has a machine, of the version that the pod's template is annotated with; it ends with its pod.
/// What is scraped is written as Prometheus' own discovery of pods would have it.
/// </summary>
internal sealed class ShopPods : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, ShopPod> pods = new(StringComparer.Ordinal);
    private readonly List<ShopPod> gone = [];
    private readonly CancellationTokenSource stop = new();
    private readonly string space;
    private readonly string folder;
    private readonly Task watching;

    public ShopPods(ClusterClient client, string space, string folder)
    {
        (this.space, this.folder) = (space, folder);
        File.WriteAllText(Targets, "[]");
        var informer = new Informer<JsonObject>(client.Resources(ResourceKinds.Untyped(Kinds.Pods)),
            new InformerOptions<JsonObject> { Watch = new WatchOptions { Namespace = space } }, change => Note((change.After ?? change.Before)!, change.After is null));
        watching = Task.Run(() => informer.RunAsync(stop.Token));
    }

    /// <summary>For <c>file_sd_configs</c>.</summary>
    public string Targets => Path.Combine(folder, "targets.json");

    /// <summary>Those that serve.</summary>
    public IReadOnlyList<(string Pod, string Address)> Serving
    {
        get
        {
            lock (gate)
            {
                return [.. pods.Values.Where(p => p.Address is not null).Select(p => (p.Name, p.Address!))];
            }
        }
    }

    public string Told
    {
        get
        {
            lock (gate)
            {
                return string.Join(", ", pods.Values.Select(p => $"{p.Name} at {p.Address ?? "nowhere"} {p.Trouble}"));
            }
        }
    }

    /// <summary>Whether the process behind a pod answers.</summary>
    public bool Serves(string uid)
    {
        lock (gate)
        {
            return pods.TryGetValue(uid, out var pod) && pod.Address is not null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(pods.Values.Concat(gone).Select(p => p.EndAsync()));
        stop.Dispose();
    }

    private void Note(JsonObject pod, bool isGone)
    {
        var meta = pod["metadata"]!;
        var uid = (string)meta["uid"]!;
        lock (gate)
        {
            if (!pods.TryGetValue(uid, out var known))
            {
                if (!isGone && meta["deletionTimestamp"] is null && pod["spec"]?["nodeName"] is not null)
                {
                    pods[uid] = known = new ShopPod(uid, (string)meta["name"]!, (string)meta["annotations"]![Manifests.VersionNote]!, folder);
                    known.Start(Write);
                }
            }
            else if (isGone || meta["deletionTimestamp"] is not null)
            {
                known.End();
                pods.Remove(uid);
                gone.Add(known);
                Write();
            }
        }
    }

    /// <summary>Whole or not at all.</summary>
    private void Write()
    {
        lock (gate)
        {
            var targets = new JsonArray([.. pods.Values.Where(p => p.Address is not null).Select(p => new JsonObject
            {
                ["targets"] = new JsonArray(p.Address),
                ["labels"] = new JsonObject { ["namespace"] = space, ["pod"] = p.Name },
            })]);
            File.WriteAllText(Targets + ".new", targets.ToJsonString());
            File.Move(Targets + ".new", Targets, overwrite: true);
        }
    }
}

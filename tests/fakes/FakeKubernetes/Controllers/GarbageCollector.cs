using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Schema;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Controllers;

/// <summary>Deletes what has lost all its owners; carries out foreground and orphan deletion.</summary>
internal sealed class GarbageCollector(ControllerContext context) : IController
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    public IEnumerable<ObjectKey> Affected(StoreChange change)
    {
        var uid = change.Either.Body.Text("metadata", "uid");
        var waits = change.After?.Body.Texts("metadata", "finalizers").Any(one => one is "foregroundDeletion" or "orphan") == true;
        if (uid is not null && (change.After is null || waits))
        {
            yield return new ObjectKey(change.Storage, change.Either.Namespace, uid);
        }

        // An object that is created below an owner that is gone already.
        if (change.Before is null)
        {
            foreach (var owner in change.After!.Body.Maps("metadata", "ownerReferences"))
            {
                yield return new ObjectKey("", change.After.Namespace, owner.Text("uid") ?? "");
            }
        }
    }

    public DateTimeOffset? Sync(ObjectKey key)
    {
        var (type, owner) = Find(key.Name);
        var dependents = Dependents(key.Name).ToList();
        if (owner is null)
        {
            foreach (var (kind, item) in dependents.Where(pair =>
                pair.Item.Maps("metadata", "ownerReferences").All(reference => Find(reference.Text("uid") ?? "").Item is null)))
            {
                context.Delete(kind, item, new JsonObject { ["propagationPolicy"] = "Background" });
            }

            return null;
        }

        if (owner.Text("metadata", "deletionTimestamp") is null)
        {
            return null;
        }

        var finalizers = owner.Texts("metadata", "finalizers").ToList();
        if (finalizers.Contains("orphan", StringComparer.Ordinal))
        {
            dependents.ForEach(pair => Release(pair.Type, pair.Item, key.Name));
            Finish(type!, owner, "orphan");
        }
        else if (finalizers.Contains("foregroundDeletion", StringComparer.Ordinal))
        {
            var blocking = dependents.Where(pair => pair.Item.Maps("metadata", "ownerReferences")
                .Any(one => one.Text("uid") == key.Name && one.Flag("blockOwnerDeletion"))).ToList();
            dependents.ForEach(pair => context.Delete(pair.Type, pair.Item, new JsonObject { ["propagationPolicy"] = "Foreground" }));
            if (blocking.Count > 0)
            {
                return context.Now + LookAgain;
            }

            Finish(type!, owner, "foregroundDeletion");
        }

        return null;
    }

    private void Release(ResourceType type, JsonObject item, string uid)
    {
        var changed = item.Copy();
        var kept = changed.Maps("metadata", "ownerReferences").Where(one => one.Text("uid") != uid).Select(one => (JsonNode)one.Copy())
            .ToJsonArray();
        changed.Child("metadata").Put("ownerReferences", kept.Count == 0 ? null : kept);
        Put(type, item, changed);
    }

    private void Finish(ResourceType type, JsonObject owner, string finalizer)
    {
        var changed = owner.Copy();
        var kept = changed.Texts("metadata", "finalizers").Where(one => one != finalizer).ToList();
        changed.Child("metadata").Put("finalizers", kept.Count == 0 ? null : JsonReading.TextList(kept));
        if (kept.Count > 0)
        {
            Put(type, owner, changed);
        }
        else if (context.Cluster.Store.Get(type.StorageKey, owner.Text("metadata", "namespace") ?? "",
            owner.Text("metadata", "name")!) is { } live)
        {
            context.Cluster.Store.Remove(type.StorageKey, live);
        }
    }

    private void Put(ResourceType type, JsonObject before, JsonObject after) =>
        context.Cluster.Store.Put(type.StorageKey, after, long.Parse(before.Text("metadata", "resourceVersion")!,
            System.Globalization.CultureInfo.InvariantCulture));

    private IEnumerable<ResourceType> Types() => context.Cluster.Catalogue.All.Where(type => type.Verbs.Count > 1).DistinctBy(type => type.StorageKey);

    private (ResourceType? Type, JsonObject? Item) Find(string uid) =>
        context.Cluster.Store.OfUid(uid) is { } found && Types().FirstOrDefault(type => type.StorageKey == found.Storage) is { } type ? (type, found.Object.Body) : (null, null);

    private IEnumerable<(ResourceType Type, JsonObject Item)> Dependents(string uid) => uid.Length == 0 ? []
        : Types().SelectMany(type => context.Cluster.Store.Below(type.StorageKey, uid).Select(item => (type, item.Body)));
}

using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Controllers;

/// <summary>Gives a namespace its default service account; empties one that is going: pods first, the rest when they are gone.</summary>
internal sealed class NamespaceController(ControllerContext context) : IController
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    public IEnumerable<ObjectKey> Affected(StoreChange change) =>
        change.Storage == "namespaces" ? [new ObjectKey("Namespace", "", change.Either.Name)] : [];

    public DateTimeOffset? Sync(ObjectKey key)
    {
        if (context.Get("Namespace", "", key.Name) is not { } space)
        {
            return null;
        }

        if (space.Text("metadata", "deletionTimestamp") is not null)
        {
            return Empty(space, key.Name);
        }

        if (context.Get("ServiceAccount", key.Name, "default") is null)
        {
            context.Create("ServiceAccount", key.Name, new JsonObject
            {
                ["apiVersion"] = "v1", ["kind"] = "ServiceAccount", ["metadata"] = new JsonObject { ["name"] = "default" },
            });
        }

        return null;
    }

    private DateTimeOffset? Empty(JsonObject space, string name)
    {
        var pods = context.List("Pod", name).ToList();
        if (pods.Count > 0)
        {
            pods.ForEach(context.DeletePod);
            return context.Now + LookAgain;
        }

        var left = 0;
        foreach (var type in context.Cluster.Catalogue.All.Where(type => type.Namespaced && type.Verbs.Count > 1)
            .DistinctBy(type => type.StorageKey))
        {
            foreach (var item in context.Cluster.Store.List(type.StorageKey, name).Items)
            {
                context.Delete(type, item.Body);
                left += context.Cluster.Store.Get(type.StorageKey, name, item.Name) is null ? 0 : 1;
            }
        }

        if (left > 0)
        {
            return context.Now + LookAgain;
        }

        var storage = context.Cluster.Catalogue.Of("Namespace").StorageKey;
        if (context.Cluster.Store.Get(storage, "", name) is { } last && space.List("metadata", "finalizers").Count == 0)
        {
            context.Cluster.Store.Remove(storage, last);
        }

        return null;
    }
}

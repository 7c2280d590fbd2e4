using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Controllers;

/// <summary>Accepts the names of a CRD and serves its kind; takes its objects away with it.</summary>
internal sealed class CrdController(ControllerContext context) : IController
{
    private const string Kind = "CustomResourceDefinition";

    public IEnumerable<ObjectKey> Affected(StoreChange change) =>
        change.Storage == "customresourcedefinitions.apiextensions.k8s.io" ? [new ObjectKey(Kind, "", change.Either.Name)] : [];

    public DateTimeOffset? Sync(ObjectKey key)
    {
        if (context.Get(Kind, "", key.Name) is not { } crd)
        {
            Withdraw(key.Name);
            return null;
        }

        var fresh = crd.At("status", "acceptedNames", "plural").Text() is not { Length: > 0 };
        if (fresh)
        {
            context.Cluster.Store.BeginHistory(key.Name);
            context.Availability.Established(key.Name);
            context.UpdateStatus(Kind, crd, Accept, "kube-apiserver");
            return null;
        }

        context.Cluster.Catalogue.Serve(crd);
        return null;
    }

    private void Accept(JsonObject crd)
    {
        var status = crd.Child("status");
        status["acceptedNames"] = crd.At("spec", "names")?.DeepClone();
        JsonObject Condition(string type, string reason, string message) => new()
        {
            ["type"] = type, ["status"] = "True", ["lastTransitionTime"] = context.Cluster.Now, ["reason"] = reason, ["message"] = message,
        };
        status["conditions"] = new JsonArray(
            Condition("NamesAccepted", "NoConflicts", "no conflicts found"),
                Condition("Established", "InitialNamesAccepted", "the initial names have been accepted"));
    }

    private void Withdraw(string name)
    {
        foreach (var type in context.Cluster.Catalogue.All.Where(type => type.Crd.Text("metadata", "name") == name).Take(1))
        {
            foreach (var item in context.Cluster.Store.List(type.StorageKey, null).Items)
            {
                context.Cluster.Store.Remove(type.StorageKey, item);
            }
        }

        context.Cluster.Catalogue.Withdraw(name);
    }
}

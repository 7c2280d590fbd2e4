using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Schema;
using Rollout.FakeKubernetes.Store;

namespace Rollout.FakeKubernetes.Writing;

/// <summary>Nothing is created in a namespace that is not there or that is going.</summary>
internal static class NamespaceRules
{
    public static void RequireOpen(Cluster cluster, ResourceType type, JsonObject value)
    {
        if (!type.Namespaced)
        {
            return;
        }

        var space = value.Text("metadata", "namespace")!;
        var spaces = cluster.Catalogue.Of("Namespace");
        var found = cluster.Store.Get(spaces.StorageKey, "", space) ?? throw Refusals.NotFound(spaces, space);
        if (found.Body.Text("status", "phase") == "Terminating")
        {
            var name = value.Text("metadata", "name")!;
            throw Refusals.Forbidden(type, name, $"unable to create new content in namespace {space} because it is being terminated",
                new JsonArray(new JsonObject { ["reason"] = "NamespaceTerminating", ["message"] = $"namespace {space} is being terminated",
                    ["field"] = "metadata.namespace" }));
        }
    }

    /// <summary>A namespace goes when its own finalizers are empty too.</summary>
    public static bool MayGo(ResourceType type, JsonObject value) =>
        type.Kind != "Namespace" || value.List("spec", "finalizers").Count == 0;
}

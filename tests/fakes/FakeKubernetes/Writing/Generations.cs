using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Schema;

namespace Rollout.FakeKubernetes.Writing;

/// <summary>Keeps what a writer may not set, and counts the generation.</summary>
internal static class Generations
{
    private static readonly string[] Kept =
        ["name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "generateName",
            "resourceVersion"];

    /// <summary>System metadata stays as it is stored.</summary>
    public static void Carry(ResourceType type, JsonObject live, JsonObject value)
    {
        var metadata = value.Child("metadata");
        foreach (var name in Kept)
        {
            metadata.Put(name, live.At("metadata", name)?.DeepClone());
        }

        value["apiVersion"] = type.Builtin ? live.Text("apiVersion") : type.ApiVersion;
        value["kind"] = type.Kind;
    }

    /// <summary>The generation moves when anything but metadata and status changes.</summary>
    public static void Count(ResourceType type, JsonObject live, JsonObject value)
    {
        if (type.HasGeneration && !JsonNode.DeepEquals(Desired(type, live), Desired(type, value)))
        {
            value.Child("metadata")["generation"] = (live.Whole("metadata", "generation") ?? 0) + 1;
        }
    }

    private static JsonObject Desired(ResourceType type, JsonObject value)
    {
        var copy = value.Copy();
        copy.Remove("metadata");
        if (type.Has("status"))
        {
            copy.Remove("status");
        }

        return copy;
    }
}

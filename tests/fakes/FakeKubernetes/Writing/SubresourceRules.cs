using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Json;
using Rollout.FakeKubernetes.Schema;

namespace Rollout.FakeKubernetes.Writing;

/// <summary>Which part of an object a write of it, or of its status, may change.</summary>
internal static class SubresourceRules
{
    public static JsonObject Merge(ResourceType type, string subresource, JsonObject live, JsonObject wanted)
    {
        var value = wanted.Copy();
        if (subresource == "status")
        {
            value = live.Copy();
            value.Put("status", wanted["status"]?.DeepClone());
            if (type.Builtin)
            {
                var labels = value.At("metadata", "labels")?.DeepClone();
                value["metadata"] = wanted["metadata"]?.DeepClone() ?? new JsonObject();
                value.Child("metadata").Put("labels", labels);
                value.Child("metadata").Put("ownerReferences", live.At("metadata", "ownerReferences")?.DeepClone());
                value.Child("metadata").Put("finalizers", live.At("metadata", "finalizers")?.DeepClone());
            }
            else
            {
                value.Child("metadata").Put("managedFields", wanted.At("metadata", "managedFields")?.DeepClone());
            }
        }
        else if (type.Has("status"))
        {
            value.Put("status", live["status"]?.DeepClone());
        }

        return value;
    }
}

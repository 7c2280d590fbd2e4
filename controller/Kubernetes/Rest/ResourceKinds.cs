using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Rollout.Kubernetes.Rest.Types;

namespace Rollout.Kubernetes.Rest;

/// <summary>Makes kinds: with a type of the caller's, or without any.</summary>
public static class ResourceKinds
{
    public static ResourceKind<T> Typed<T>(ResourceType type, JsonTypeInfo<T> json)
        where T : class, IKubernetesObject =>
        new(type, json, item => item.Metadata ?? new ObjectMeta());

    /// <summary>Objects as they come, with every field that they have.</summary>
    public static ResourceKind<JsonObject> Untyped(ResourceType type) => new(type, KubernetesJson.Default.JsonObject, MetadataOf);

    private static ObjectMeta MetadataOf(JsonObject item) =>
        item["metadata"] is JsonObject metadata
            ? metadata.Deserialize(KubernetesJson.Default.ObjectMeta) ?? new ObjectMeta()
            : new ObjectMeta();
}

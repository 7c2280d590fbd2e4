using System.Text.Json.Serialization.Metadata;
using Rollout.Kubernetes.Rest.Types;

namespace Rollout.Kubernetes.Rest;

/// <summary>A kind together with how its objects are read and written.</summary>
/// <param name="Json">From a source-generated context, with camelCase names, and nulls left out.</param>
/// <param name="MetadataOf">The object's metadata.</param>
public sealed record ResourceKind<T>(ResourceType Type, JsonTypeInfo<T> Json, Func<T, ObjectMeta> MetadataOf)
    where T : class
{
    public ObjectKey KeyOf(T item)
    {
        var metadata = MetadataOf(item);
        return new ObjectKey(metadata.Namespace, metadata.Name ?? "");
    }
}

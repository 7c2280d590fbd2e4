using Rollout.Api.Resources;
using Rollout.Kubernetes.Rest.Types;

namespace Rollout.Server.Operator;

/// <summary>Of the metadata of our own resources what a write of their status needs.</summary>
internal static class KeptMeta
{
    public static ObjectMeta Of(ResourceMeta meta) => new()
    {
        Name = meta.Name, Namespace = meta.Namespace, Uid = meta.Uid, ResourceVersion = meta.ResourceVersion, Generation = meta.Generation,
    };
}

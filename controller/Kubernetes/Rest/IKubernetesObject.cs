using Rollout.Kubernetes.Rest.Types;

namespace Rollout.Kubernetes.Rest;

/// <summary>Anything with metadata.</summary>
public interface IKubernetesObject
{
    ObjectMeta? Metadata { get; }
}

using Rollout.Kubernetes.Rest;
using Rollout.Kubernetes.Rest.Types;

namespace Rollout.Kubernetes.Leasing;

/// <summary>A lease of the cluster (coordination.k8s.io/v1).</summary>
public sealed class ClusterLeaseStore(ClusterClient client, ObjectKey key) : ILeaseStore
{
    private readonly ResourceClient<Lease> leases = client.Resources(ResourceKinds.Typed(Lease.Type, KubernetesJson.Default.Lease));

    public Task<ApiResult<Lease>> GetAsync(CancellationToken cancellation) => leases.GetAsync(key, cancellation);

    public Task<ApiResult<Lease>> CreateAsync(Lease lease, CancellationToken cancellation) =>
        leases.CreateAsync(Named(lease), WriteOptions.Default, cancellation);

    public Task<ApiResult<Lease>> ReplaceAsync(Lease lease, CancellationToken cancellation) =>
        leases.ReplaceAsync(Named(lease), WriteOptions.Default, cancellation);

    private Lease Named(Lease lease) => lease with { Metadata = (lease.Metadata ?? new ObjectMeta()) with { Name = key.Name, Namespace = key.Namespace } };
}

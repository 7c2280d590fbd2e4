using Rollout.Kubernetes.Rest;
using Rollout.Kubernetes.Rest.Types;

namespace Rollout.Kubernetes.Leasing;

/// <summary>Where the one lease lies. A write with a resourceVersion that is not the newest must answer a conflict: all safety hangs on it.</summary>
public interface ILeaseStore
{
    Task<ApiResult<Lease>> GetAsync(CancellationToken cancellation);

    Task<ApiResult<Lease>> CreateAsync(Lease lease, CancellationToken cancellation);

    Task<ApiResult<Lease>> ReplaceAsync(Lease lease, CancellationToken cancellation);
}

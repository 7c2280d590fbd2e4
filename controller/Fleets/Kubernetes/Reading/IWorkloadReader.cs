using Rollout.Planning;

namespace Rollout.Fleets.Kubernetes.Reading;

/// <summary>Where pictures come from: the API server itself, or caches that are kept by watches and shared by all rollouts.</summary>
public interface IWorkloadReader
{
    /// <summary>Missing: the cache has not been filled yet. A workload that is gone is a picture (<see cref="WorkloadPicture.IsGone"/>).</summary>
    ValueTask<Observed<WorkloadPicture>> ReadAsync(WorkloadTarget target, CancellationToken cancellationToken);
}

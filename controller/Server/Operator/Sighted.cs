using Rollout.Fleets.Kubernetes;
using Rollout.Planning;
using Rollout.Recording;

namespace Rollout.Server.Operator;

/// <summary>What the last look at a workload told, for the status that people read.</summary>
/// <param name="Generation">Of the rollout whose spec was decided by.</param>
/// <param name="Workload">Null: it could not be seen.</param>
public sealed record Sighted(long Generation, WorkloadObservation? Workload)
{
    public PublishedStatus Published(Progress progress) => new()
    {
        ObservedGeneration = Generation,
        ObservedWorkloadGeneration = Workload?.WorkloadGeneration,
        StableReplicaSet = Workload is { RunningName: { } name } && Workload.RunningRevision == progress.StableRevision ? name : null,
    };
}

using Rollout.Planning;

namespace Rollout.Fleets.Kubernetes;

/// <summary>A fleet whose nodes are the pods of a workload. Beside the levels of <see cref="IFleet"/> there is what an operator needs.</summary>
public interface IWorkloadFleet : IFleet
{
    /// <summary>The nodes, and what the workload itself says. Missing: it is not there (yet).</summary>
    ValueTask<Observed<WorkloadObservation>> LookAsync(CancellationToken cancellationToken);

    /// <summary>Whether the cheapest look says that <see cref="IFleet.EnsureEverywhereAsync"/> would find nothing to do. Asks and changes nothing.</summary>
    ValueTask<bool> IsEverywhereAsync(string revision, CancellationToken cancellationToken);

    /// <summary>A promotion that is paused stays where it is: no further node is replaced. For Paused with Before Promoting.</summary>
    ValueTask<EnsureResult> EnsureStillAsync(CancellationToken cancellationToken);

    /// <summary>
    /// What a rollout does before it goes: the workload as its manifest has it (a template that waited, refused or not, then rolls out), or with
    /// <paramref name="orphan"/> everything as it stands, without an owner. Settled: the finalizer may go.
    /// </summary>
    ValueTask<EnsureResult> ReleaseAsync(bool orphan, CancellationToken cancellationToken);
}

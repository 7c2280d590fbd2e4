using Rollout.Api;
using Rollout.Api.Resources;
using Rollout.Planning;

namespace Rollout.Fleets.Kubernetes;

/// <summary>What a look at a workload tells the loop besides the state of its nodes.</summary>
public sealed record WorkloadObservation
{
    public required FleetState Fleet { get; init; }

    /// <summary>Of the workload's template: what the user asks for (<see cref="World.WantedRevision"/>).</summary>
    public required string WantedRevision { get; init; }

    /// <summary>What the platform gives to pods that it replaces, where it is one; null: not to be told just now.</summary>
    public string? RunningRevision { get; init; }

    /// <summary>Its native name: a ReplicaSet, or a ControllerRevision (contract section 3, <c>stableReplicaSet</c>).</summary>
    public string? RunningName { get; init; }

    /// <summary>What of the workload itself stands in the way: to be added to <see cref="World.SpecProblems"/>.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>Of the workload that was looked at (contract section 3, <c>observedWorkloadGeneration</c>).</summary>
    public long WorkloadGeneration { get; init; }

    /// <summary>What the release says of itself in the workload's annotations; null: nothing was read.</summary>
    public ReleaseAnnotations? Release { get; init; }

    /// <summary>A changed template is recorded and not rolled out.</summary>
    public bool IsHeld { get; init; }

    /// <summary>A template that is changed now rolls out by itself: it is not held, and under no policy that would hold it in that request.</summary>
    public bool IsOpen { get; init; }
}

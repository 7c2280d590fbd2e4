namespace Rollout.Fleets.Kubernetes.Reading;

/// <summary>A workload with all that belongs to it, as of one look. Lists hold more than its own where that was cheaper to read.</summary>
public sealed record WorkloadPicture
{
    public required WorkloadSnapshot Workload { get; init; }

    /// <summary>Deployment only: its own and the canaries.</summary>
    public IReadOnlyList<ReplicaSetSnapshot> ReplicaSets { get; init; } = [];

    public IReadOnlyList<PodSnapshot> Pods { get; init; } = [];

    /// <summary>The platform's, of a StatefulSet or DaemonSet.</summary>
    public IReadOnlyList<RevisionSnapshot> Revisions { get; init; } = [];

    /// <summary>Templates that we keep for the rollout.</summary>
    public IReadOnlyList<RevisionSnapshot> Kept { get; init; } = [];

    /// <summary>DaemonSet only: the machines of the cluster.</summary>
    public IReadOnlyList<MachineSnapshot> Machines { get; init; } = [];

    /// <summary>The workload is gone: what is left of it is in the lists.</summary>
    public bool IsGone { get; init; }

    public IEnumerable<RevisionSnapshot> KeptAs(string role) => Kept.Where(k => k.Role == role);
}

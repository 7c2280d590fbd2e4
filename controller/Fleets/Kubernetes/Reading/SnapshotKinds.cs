using Rollout.Kubernetes.Rest;

namespace Rollout.Fleets.Kubernetes.Reading;

/// <summary>The kinds by which informers and clients read snapshots.</summary>
public static class SnapshotKinds
{
    public static ResourceKind<WorkloadSnapshot> Deployments { get; } = Workloads(WorkloadTypes.Deployments);

    public static ResourceKind<WorkloadSnapshot> StatefulSets { get; } = Workloads(WorkloadTypes.StatefulSets);

    public static ResourceKind<WorkloadSnapshot> DaemonSets { get; } = Workloads(WorkloadTypes.DaemonSets);

    public static ResourceKind<ReplicaSetSnapshot> ReplicaSets { get; } =
        ResourceKinds.Typed(WorkloadTypes.ReplicaSets, SnapshotJson.Default.ReplicaSetSnapshot);

    public static ResourceKind<RevisionSnapshot> Revisions { get; } =
        ResourceKinds.Typed(WorkloadTypes.ControllerRevisions, SnapshotJson.Default.RevisionSnapshot);

    public static ResourceKind<PodSnapshot> Pods { get; } = ResourceKinds.Typed(WorkloadTypes.Pods, SnapshotJson.Default.PodSnapshot);

    public static ResourceKind<MachineSnapshot> Machines { get; } =
        ResourceKinds.Typed(WorkloadTypes.Nodes, SnapshotJson.Default.MachineSnapshot);

    public static ResourceKind<WorkloadSnapshot> Of(WorkloadKind kind) => kind switch
    {
        WorkloadKind.Deployment => Deployments,
        WorkloadKind.StatefulSet => StatefulSets,
        WorkloadKind.DaemonSet => DaemonSets,
    };

    private static ResourceKind<WorkloadSnapshot> Workloads(ResourceType type) =>
        ResourceKinds.Typed(type, SnapshotJson.Default.WorkloadSnapshot);
}

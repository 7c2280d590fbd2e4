using Rollout.Kubernetes.Rest;
using Rollout.Kubernetes.Rest.Types;
using Rollout.Planning;

namespace Rollout.Fleets.Kubernetes.Reading;

/// <summary>Asks the API server: three or four requests a picture. What is done is decided by such a picture, never by a cache's.</summary>
public sealed class ClusterReader(ClusterClient client) : IWorkloadReader
{
    private readonly ResourceClient<ReplicaSetSnapshot> replicaSets = client.Resources(SnapshotKinds.ReplicaSets);
    private readonly ResourceClient<RevisionSnapshot> revisions = client.Resources(SnapshotKinds.Revisions);
    private readonly ResourceClient<PodSnapshot> pods = client.Resources(SnapshotKinds.Pods);
    private readonly ResourceClient<MachineSnapshot> machines = client.Resources(SnapshotKinds.Machines);

    public async ValueTask<Observed<WorkloadPicture>> ReadAsync(WorkloadTarget target, CancellationToken cancellationToken)
    {
        var answer = await client.Resources(SnapshotKinds.Of(target.Kind)).GetAsync(target.Key, cancellationToken);
        var gone = answer is ApiResult<WorkloadSnapshot>.Failed { Error.IsNotFound: true };
        if (!answer.TryGet(out var workload, out var error) && !gone)
        {
            return new Observed<WorkloadPicture>.Unreadable(error!.ToString());
        }

        workload ??= Nothing(target);
        var kept = await revisions.ListAsync(Labelled(target, $"{Marks.Rollout}={target.Claim}"), cancellationToken);
        return kept.TryGet(out var templates, out error)
            ? target.Kind == WorkloadKind.Deployment
                ? await OfDeploymentAsync(target, workload, gone, templates.Items, cancellationToken)
                : await OfSetAsync(target, workload, gone, templates.Items, cancellationToken)
            : new Observed<WorkloadPicture>.Unreadable(error.ToString());
    }

    private async ValueTask<Observed<WorkloadPicture>> OfDeploymentAsync(
        WorkloadTarget target, WorkloadSnapshot workload, bool gone, IReadOnlyList<RevisionSnapshot> kept, CancellationToken cancellationToken)
    {
        var canaries = await replicaSets.ListAsync(Labelled(target, $"{Marks.CanaryOf}={Marks.LabelValue(target.Name)}"), cancellationToken);
        if (!canaries.TryGet(out var ours, out var error))
        {
            return new Observed<WorkloadPicture>.Unreadable(error.ToString());
        }

        if (gone)
        {
            return Known(new WorkloadPicture { Workload = workload, ReplicaSets = ours.Items, Kept = kept, IsGone = true });
        }

        var owned = await replicaSets.ListAsync(Labelled(target, workload.Selector), cancellationToken);
        var running = await pods.ListAsync(Labelled(target, workload.Selector), cancellationToken);
        return owned.TryGet(out var sets, out error) && running.TryGet(out var all, out error)
            ? Known(new WorkloadPicture
            {
                Workload = workload,
                ReplicaSets = [.. sets.Items.Where(s => s.CanaryOf is null && s.Controller == workload.Uid), .. ours.Items],
                Pods = all.Items,
                Kept = kept,
            })
            : new Observed<WorkloadPicture>.Unreadable(error!.ToString());
    }

    private async ValueTask<Observed<WorkloadPicture>> OfSetAsync(
        WorkloadTarget target, WorkloadSnapshot workload, bool gone, IReadOnlyList<RevisionSnapshot> kept, CancellationToken cancellationToken)
    {
        if (gone)
        {
            return Known(new WorkloadPicture { Workload = workload, Kept = kept, IsGone = true });
        }

        var history = await revisions.ListAsync(Labelled(target, workload.Selector), cancellationToken);
        var running = await pods.ListAsync(Labelled(target, workload.Selector), cancellationToken);
        if (!history.TryGet(out var platforms, out var error) || !running.TryGet(out var all, out error))
        {
            return new Observed<WorkloadPicture>.Unreadable(error!.ToString());
        }

        var picture = new WorkloadPicture
        {
            Workload = workload,
            Revisions = [.. platforms.Items.Where(r => r.Controller == workload.Uid)],
            Pods = [.. all.Items.Where(p => p.Controller == workload.Uid)],
            Kept = kept,
        };
        if (target.Kind != WorkloadKind.DaemonSet)
        {
            return Known(picture);
        }

        var found = await machines.ListAsync(new ListOptions(), cancellationToken);
        return found.TryGet(out var nodes, out error) ? Known(picture with { Machines = nodes.Items })
            : new Observed<WorkloadPicture>.Unreadable(error.ToString());
    }

    private static ListOptions Labelled(WorkloadTarget target, string selector) =>
        new() { Namespace = target.Namespace, LabelSelector = selector };

    private static Observed<WorkloadPicture> Known(WorkloadPicture picture) => new Observed<WorkloadPicture>.Known(picture);

    internal static WorkloadSnapshot Nothing(WorkloadTarget target) =>
        new() { Metadata = new ObjectMeta { Name = target.Name, Namespace = target.Namespace }, Revision = "", Replicas = 0 };
}

using Rollout.Api;
using Rollout.Api.Binding;
using Rollout.Fleets.Kubernetes.Reading;
using Rollout.Kubernetes.Caching;
using Rollout.Kubernetes.Rest;
using Rollout.Kubernetes.Watching;
using Rollout.Recording;
using WorkloadKind = Rollout.Fleets.Kubernetes.WorkloadKind;

namespace Rollout.Server.Operator;

/// <summary>
/// What the cluster holds of rollouts and of what belongs to them, kept up to date by one informer a kind for the whole process, and which
/// rollout a change is about. Decides nothing.
/// </summary>
public sealed class RolloutCaches
{
    private const string ByWorkload = "workload";
    private const string ByMetric = "metric";
    private const string ByProbe = "probe";
    private const string ByNamespace = "namespace";

    private readonly Informer<RolloutSnapshot> rollouts;
    private readonly Informer<MetricSnapshot> metrics;
    private readonly Informer<ProbeSnapshot>? probes;
    private readonly Dictionary<WorkloadKind, Informer<WorkloadSnapshot>> workloads = [];
    private readonly Informer<ReplicaSetSnapshot>? sets;
    private readonly Informer<PodSnapshot> pods;
    private readonly Informer<RevisionSnapshot> revisions;
    private readonly Informer<MachineSnapshot>? machines;
    private readonly Action<RolloutKey> changed;

    /// <param name="client">As whom everything is read.</param>
    /// <param name="space">The only namespace; null: all.</param>
    /// <param name="kinds">The kinds of workload that may be read here.</param>
    /// <param name="hasProbes">AcceptanceProbes are served here.</param>
    /// <param name="changed">Told of every rollout at which something may have to be done.</param>
    /// <param name="metricChanged">Told of every BusinessMetric that was written.</param>
    /// <param name="probeChanged">Told when an AcceptanceProbe was written.</param>
    public RolloutCaches(
        ClusterClient client, string? space, IReadOnlyCollection<WorkloadKind> kinds, bool hasProbes, Action<RolloutKey> changed, Action<ObjectKey>? metricChanged = null,
        Action? probeChanged = null)
    {
        this.changed = changed;
        var watch = new WatchOptions { Namespace = space };
        rollouts = new Informer<RolloutSnapshot>(client.Resources(OperatorKinds.Rollouts), new InformerOptions<RolloutSnapshot>
        {
            Watch = watch,
            Indexes = new Dictionary<string, Func<RolloutSnapshot, IEnumerable<string>>>(StringComparer.Ordinal)
            {
                [ByWorkload] = rollout => rollout.Kind is { } kind ? [PlaceOf(kind, rollout.Key.Namespace, rollout.Workload)] : [],
                [ByMetric] = rollout => rollout.Metrics.Select(metric => $"{rollout.Key.Namespace}/{metric}"),
                [ByProbe] = rollout => rollout.Probes.Select(probe => $"{rollout.Key.Namespace}/{probe}"),
            },
        }, Tell);
        metrics = new Informer<MetricSnapshot>(client.Resources(OperatorKinds.Metrics), new InformerOptions<MetricSnapshot> { Watch = watch }, change =>
        {
            if (change.Before?.Metadata?.Generation != change.After?.Metadata?.Generation || change.Before?.Metadata?.Uid != change.After?.Metadata?.Uid)
            {
                metricChanged?.Invoke(change.Key);
                Tell(rollouts.Cache.By(ByMetric, change.Key.ToString()));
            }
        });
        probes = hasProbes ? new Informer<ProbeSnapshot>(client.Resources(OperatorKinds.Probes), new InformerOptions<ProbeSnapshot>
        {
            Watch = watch,
            Indexes = new Dictionary<string, Func<ProbeSnapshot, IEnumerable<string>>>(StringComparer.Ordinal) { [ByNamespace] = probe => [probe.Metadata?.Namespace ?? ""] },
        }, change =>
        {
            if (change.Before?.Metadata?.Generation != change.After?.Metadata?.Generation || change.Before?.Metadata?.Uid != change.After?.Metadata?.Uid)
            {
                probeChanged?.Invoke();
                Tell(rollouts.Cache.By(ByProbe, change.Key.ToString()));
            }
        }) : null;
        foreach (var kind in kinds.Distinct())
        {
            workloads[kind] = new Informer<WorkloadSnapshot>(
                client.Resources(SnapshotKinds.Of(kind)), WorkloadCaches.Workloads(space), change => Tell(kind, change.Key.Namespace, change.Key.Name));
        }

        sets = workloads.ContainsKey(WorkloadKind.Deployment)
            ? new Informer<ReplicaSetSnapshot>(client.Resources(SnapshotKinds.ReplicaSets), WorkloadCaches.ReplicaSets(space), change => Tell((change.After ?? change.Before)!)) : null;
        pods = new Informer<PodSnapshot>(client.Resources(SnapshotKinds.Pods), WorkloadCaches.Pods(space), change =>
        {
            if (Matters(change))
            {
                Tell((change.After ?? change.Before)!);
            }
        });
        revisions = new Informer<RevisionSnapshot>(client.Resources(SnapshotKinds.Revisions), WorkloadCaches.Revisions(space), change => Tell((change.After ?? change.Before)!));
        machines = workloads.ContainsKey(WorkloadKind.DaemonSet)
            ? new Informer<MachineSnapshot>(client.Resources(SnapshotKinds.Machines), WorkloadCaches.Machines(), change =>
            {
                if (!SameLabels(change.Before, change.After))
                {
                    Tell(rollouts.Cache.All().Where(r => r.Kind == WorkloadKind.DaemonSet));
                }
            })
            : null;
        Pictures = new WorkloadCaches(
            workloads.ToDictionary(w => w.Key, w => w.Value.Cache), sets?.Cache, pods.Cache, revisions.Cache, machines?.Cache, () => HasSynced);
    }

    public IObjectCache<RolloutSnapshot> Rollouts => rollouts.Cache;

    public IObjectCache<MetricSnapshot> Metrics => metrics.Cache;

    /// <summary>All AcceptanceProbes.</summary>
    public IReadOnlyList<ProbeSnapshot> Probes => probes?.Cache.All() ?? [];

    /// <summary>The names of the rollouts that name an AcceptanceProbe and are not going.</summary>
    public IReadOnlyList<string> RolloutsOf(ObjectKey probe) => [.. rollouts.Cache.By(ByProbe, probe.ToString()).Where(r => !r.IsGoing).Select(r => r.Key.Name)];

    /// <summary>A namespace's AcceptanceProbes.</summary>
    public IReadOnlyDictionary<string, Bound<AcceptanceProbeSpec>> ProbesOf(string space) =>
        (probes?.Cache.By(ByNamespace, space) ?? []).ToDictionary(p => p.Metadata?.Name ?? "", p => p.Spec, StringComparer.Ordinal);

    public IReadOnlyCollection<WorkloadKind> Kinds => workloads.Keys;

    /// <summary>Workloads with all that belongs to them.</summary>
    public IWorkloadReader Pictures { get; }

    /// <summary>Every kind was held whole once: before that, absence means nothing.</summary>
    public bool HasSynced => Synced.All(task => task.IsCompleted);

    public Task WhenSynced => Task.WhenAll(Synced);

    private IEnumerable<Task> Synced =>
    [
        rollouts.WhenSynced, metrics.WhenSynced, pods.WhenSynced, revisions.WhenSynced, .. workloads.Values.Select(w => w.WhenSynced),
        .. probes is null ? Array.Empty<Task>() : [probes.WhenSynced], .. sets is null ? Array.Empty<Task>() : [sets.WhenSynced], .. machines is null ? Array.Empty<Task>() : [machines.WhenSynced],
    ];

    public RolloutSnapshot? Find(RolloutKey key) => rollouts.Cache.Find(new ObjectKey(key.Namespace, key.Name));

    /// <summary>Those that name this workload.</summary>
    public IReadOnlyList<RolloutSnapshot> Of(WorkloadKind kind, string space, string workload) => rollouts.Cache.By(ByWorkload, PlaceOf(kind, space, workload));

    /// <summary>Those that roll out this kind.</summary>
    public IEnumerable<RolloutSnapshot> Of(WorkloadKind kind) => rollouts.Cache.All().Where(r => r.Kind == kind);

    public Task RunAsync(CancellationToken cancellation) => Task.WhenAll(
    [
        rollouts.RunAsync(cancellation), metrics.RunAsync(cancellation), pods.RunAsync(cancellation), revisions.RunAsync(cancellation),
        .. workloads.Values.Select(w => w.RunAsync(cancellation)),
        .. probes is null ? Array.Empty<Task>() : [probes.RunAsync(cancellation)],
        .. sets is null ? Array.Empty<Task>() : [sets.RunAsync(cancellation)], .. machines is null ? Array.Empty<Task>() : [machines.RunAsync(cancellation)],
    ]);

    private void Tell(CacheChange<RolloutSnapshot> change)
    {
        if (change is { Before: { } before, After: { } after } && before.IsWrittenAs(after))
        {
            return;
        }

        changed(new RolloutKey(change.Key.Namespace ?? "default", change.Key.Name));

        // Of two on one workload the other's turn may have come.
        if ((change.Before is null || change.After is null) && (change.After ?? change.Before) is { Kind: { } kind } one)
        {
            Tell(Of(kind, one.Key.Namespace, one.Workload).Where(r => r.Key != one.Key));
        }
    }

    private void Tell(IEnumerable<RolloutSnapshot> which)
    {
        foreach (var rollout in which)
        {
            changed(rollout.Key);
        }
    }

    private void Tell(WorkloadKind kind, string? space, string name) => Tell(Of(kind, space ?? "default", name));

    private void Tell(PodSnapshot pod) => Tell(pod.Metadata?.OwnerReferences is [var owner, ..] ? owner.Kind : null, pod.Metadata?.Namespace,
        pod.Metadata?.OwnerReferences is [var one, ..] ? one.Name : "");

    private void Tell(ReplicaSetSnapshot set)
    {
        if (set.Metadata?.OwnerReferences is [var owner, ..])
        {
            Tell(owner.Kind, set.Metadata.Namespace, owner.Name);
        }
        else if (set.CanaryOf is { } workload)
        {
            Tell(WorkloadKind.Deployment, set.Metadata?.Namespace, workload);
        }
    }

    private void Tell(RevisionSnapshot revision)
    {
        if (revision.Metadata?.OwnerReferences is [var owner, ..])
        {
            Tell(owner.Kind, revision.Metadata.Namespace, owner.Name);
        }
    }

    private void Tell(string? kind, string? space, string name)
    {
        switch (kind)
        {
            case "ReplicaSet" when sets?.Cache.Find(new ObjectKey(space, name)) is { } set:
                Tell(set);
                break;
            case "StaggeredRollout":
                changed(new RolloutKey(space ?? "default", name));
                break;
            case { } when Enum.TryParse<WorkloadKind>(kind, out var workload):
                Tell(workload, space, name);
                break;
        }
    }

    /// <summary>Pods tell of much that changes nothing for a rollout.</summary>
    private static bool Matters(CacheChange<PodSnapshot> change) => change is not { Before: { } before, After: { } after }
        || before.Uid != after.Uid || before.IsReady != after.IsReady || before.IsLeaving != after.IsLeaving || before.Address != after.Address
        || before.Machine != after.Machine || before.Restarts != after.Restarts || before.Trouble != after.Trouble;

    private static bool SameLabels(MachineSnapshot? before, MachineSnapshot? after) => before is not null && after is not null
        && before.Labels.Count == after.Labels.Count && before.Labels.All(l => after.Labels.TryGetValue(l.Key, out var value) && value == l.Value);

    private static string PlaceOf(WorkloadKind kind, string space, string name) => $"{kind}/{space}/{name}";
}

using Rollout.Kubernetes.Caching;
using Rollout.Kubernetes.Watching;
using Rollout.Planning;

namespace Rollout.Fleets.Kubernetes.Reading;

/// <summary>
/// Pictures out of caches that informers keep, without a request: ten thousand idle rollouts cost their objects' memory and nothing else.
/// Make the informers with <see cref="Workloads"/>, <see cref="ReplicaSets"/> and so on, which say how they must be indexed.
/// </summary>
/// <param name="workloads">By kind; a kind that is not there is not rolled out here.</param>
/// <param name="replicaSets">Null: no Deployments.</param>
/// <param name="pods">Of all workloads.</param>
/// <param name="revisions">The platform's and ours.</param>
/// <param name="machines">Null: no DaemonSets.</param>
/// <param name="synced">Every informer has held its whole kind once.</param>
public sealed class WorkloadCaches(
    IReadOnlyDictionary<WorkloadKind, IObjectCache<WorkloadSnapshot>> workloads, IObjectCache<ReplicaSetSnapshot>? replicaSets,
    IObjectCache<PodSnapshot> pods, IObjectCache<RevisionSnapshot> revisions, IObjectCache<MachineSnapshot>? machines, Func<bool> synced)
    : IWorkloadReader
{
    private const string Controller = "controller";
    private const string CanaryOf = "canary-of";
    private const string KeptFor = "kept-for";

    /// <summary>All of a kind, or those of a namespace: not by label, since whoever takes our label away must not make a workload vanish.</summary>
    public static InformerOptions<WorkloadSnapshot> Workloads(string? space) => new() { Watch = new WatchOptions { Namespace = space } };

    public static InformerOptions<ReplicaSetSnapshot> ReplicaSets(string? space) => new()
    {
        Watch = new WatchOptions { Namespace = space },
        Indexes = new Dictionary<string, Func<ReplicaSetSnapshot, IEnumerable<string>>>(StringComparer.Ordinal)
        {
            [Controller] = set => set.Controller is { } uid ? [uid] : [],
            [CanaryOf] = set => set.CanaryOf is { } name ? [In(set.Metadata?.Namespace, name)] : [],
        },
    };

    public static InformerOptions<PodSnapshot> Pods(string? space) => new()
    {
        Watch = new WatchOptions { Namespace = space },
        Indexes = new Dictionary<string, Func<PodSnapshot, IEnumerable<string>>>(StringComparer.Ordinal)
        {
            [Controller] = pod => pod.Controller is { } uid ? [uid] : [],
        },
    };

    public static InformerOptions<RevisionSnapshot> Revisions(string? space) => new()
    {
        Watch = new WatchOptions { Namespace = space },
        Indexes = new Dictionary<string, Func<RevisionSnapshot, IEnumerable<string>>>(StringComparer.Ordinal)
        {
            [Controller] = revision => revision.Controller is { } uid ? [uid] : [],
            [KeptFor] = revision => revision.KeptFor is { } rollout ? [In(revision.Metadata?.Namespace, rollout)] : [],
        },
    };

    public static InformerOptions<MachineSnapshot> Machines() => new();

    public ValueTask<Observed<WorkloadPicture>> ReadAsync(WorkloadTarget target, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Read(target, null));

    /// <summary>What belongs to a workload that was seen elsewhere, and later. By indexes: nothing is gone through that is another's.</summary>
    internal Observed<WorkloadPicture> ReadAround(WorkloadTarget target, WorkloadSnapshot newest) => Read(target, newest);

    private Observed<WorkloadPicture> Read(WorkloadTarget target, WorkloadSnapshot? newest)
    {
        if (!workloads.TryGetValue(target.Kind, out var kind))
        {
            return new Observed<WorkloadPicture>.Unreadable(
                $"{target.Kind} is not watched here; watched are {string.Join(", ", workloads.Keys.Select(k => k.ToString()))}");
        }

        if (!synced())
        {
            return new Observed<WorkloadPicture>.Missing();
        }

        var found = newest ?? kind.Find(target.Key);
        var workload = found ?? ClusterReader.Nothing(target);
        var canaries = replicaSets?.By(CanaryOf, In(target.Namespace, Marks.LabelValue(target.Name))) ?? [];
        var sets = target.Kind == WorkloadKind.Deployment
            ? (IReadOnlyList<ReplicaSetSnapshot>)[.. Owned(replicaSets, workload.Uid).Where(s => s.CanaryOf is null), .. canaries]
            : [];
        return new Observed<WorkloadPicture>.Known(new WorkloadPicture
        {
            Workload = workload,
            ReplicaSets = sets,
            Pods = target.Kind == WorkloadKind.Deployment ? [.. sets.SelectMany(s => Owned(pods, s.Uid))] : Owned(pods, workload.Uid),
            Revisions = target.Kind == WorkloadKind.Deployment ? [] : Owned(revisions, workload.Uid),
            Kept = revisions.By(KeptFor, In(target.Namespace, target.Claim)),
            Machines = target.Kind == WorkloadKind.DaemonSet ? machines?.All() ?? [] : [],
            IsGone = found is null,
        });
    }

    private static IReadOnlyList<T> Owned<T>(IObjectCache<T>? cache, string uid)
        where T : class => cache is null || uid.Length == 0 ? [] : cache.By(Controller, uid);

    private static string In(string? space, string name) => $"{space}/{name}";
}

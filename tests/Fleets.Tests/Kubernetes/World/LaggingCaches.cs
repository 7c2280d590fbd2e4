using Rollout.Fleets.Kubernetes;
using Rollout.Fleets.Kubernetes.Reading;
using Rollout.Kubernetes.Caching;
using Rollout.Kubernetes.Rest;

namespace Rollout.Fleets.Tests.Kubernetes.World;

/// <summary>Caches that know what the server had when they were last told, each kind as of the same moment, and no more.</summary>
internal sealed class LaggingCaches
{
    private readonly ClusterClient client;
    private readonly WorkloadKind kind;
    private readonly Still<WorkloadSnapshot> workloads = new(WorkloadCaches.Workloads(null));
    private readonly Still<ReplicaSetSnapshot> sets = new(WorkloadCaches.ReplicaSets(null));
    private readonly Still<PodSnapshot> pods = new(WorkloadCaches.Pods(null));
    private readonly Still<RevisionSnapshot> revisions = new(WorkloadCaches.Revisions(null));
    private readonly Still<MachineSnapshot> machines = new(WorkloadCaches.Machines());

    public LaggingCaches(KubernetesWorld world)
    {
        (client, kind) = (world.Connect(), world.Kind);
        Reader = new WorkloadCaches(new Dictionary<WorkloadKind, IObjectCache<WorkloadSnapshot>> { [kind] = workloads }, sets, pods, revisions, machines, () => true);
    }

    public WorkloadCaches Reader { get; }

    public async Task CatchUpAsync()
    {
        workloads.Items = await ListAsync(SnapshotKinds.Of(kind));
        sets.Items = await ListAsync(SnapshotKinds.ReplicaSets);
        pods.Items = await ListAsync(SnapshotKinds.Pods);
        revisions.Items = await ListAsync(SnapshotKinds.Revisions);
        machines.Items = await ListAsync(SnapshotKinds.Machines);
    }

    private async Task<IReadOnlyList<T>> ListAsync<T>(ResourceKind<T> of)
        where T : class =>
        (await client.Resources(of).ListAsync(new ListOptions(), CancellationToken.None)).TryGet(out var found, out var error) ? found.Items
            : throw new InvalidOperationException(error.ToString());

    private sealed class Still<T>(InformerOptions<T> options) : IObjectCache<T>
        where T : ObjectSnapshot
    {
        public IReadOnlyList<T> Items { get; set; } = [];

        public int Count => Items.Count;

        public T? Find(ObjectKey key) => Items.FirstOrDefault(i => i.Name == key.Name && i.Metadata?.Namespace == key.Namespace);

        public IReadOnlyList<T> All() => Items;

        public IReadOnlyList<T> By(string index, string value) => [.. Items.Where(i => options.Indexes[index](i).Contains(value, StringComparer.Ordinal))];
    }
}

using Rollout.FakeKubernetes.Faults;
using Rollout.Fleets.Kubernetes;
using Rollout.Fleets.Kubernetes.Reading;
using Rollout.Fleets.Tests.Kubernetes.World;
using Rollout.Kubernetes.Caching;
using Rollout.Kubernetes.Rest;
using Rollout.Planning;

namespace Rollout.Fleets.Tests.Kubernetes.Reading;

public class WorkloadCachesTests
{
    [Theory]
    [InlineData(WorkloadKind.Deployment)]
    [InlineData(WorkloadKind.StatefulSet)]
    [InlineData(WorkloadKind.DaemonSet)]
    public async Task Out_of_caches_comes_what_the_server_has_and_an_idle_rollout_asks_it_nothing(WorkloadKind kind)
    {
        await using var world = await KubernetesWorld.StartAsync(kind);
        await world.ReachAsync(async () => await (await world.FleetAsync()).EnsureEverywhereAsync(await world.WantedAsync(), CancellationToken.None));
        var stable = await world.WantedAsync();
        await world.ImageAsync("shop:v2");
        await world.SettleAsync();
        var canary = await world.WantedAsync();
        await world.ReachAsync(async () => await (await world.FleetAsync()).EnsureCanariesAsync(canary, stable, ["fake-node-1"], CancellationToken.None));

        using var stop = new CancellationTokenSource();
        var (caches, running) = Start(world, stop.Token);
        var fleet = await world.FleetAsync(options: new KubernetesFleetOptions { Reader = caches });
        Assert.IsType<Observed<WorkloadObservation>.Missing>(await fleet.LookAsync(CancellationToken.None));
        await UntilAsync(async () => await fleet.LookAsync(CancellationToken.None) is Observed<WorkloadObservation>.Known);
        var live = await world.LookAsync();
        var cached = await world.LookAsync(fleet);
        Assert.Equal(live.Fleet.Nodes.Select(n => n with { Labels = null }), cached.Fleet.Nodes.Select(n => n with { Labels = null }));
        Assert.Equal((live.WantedRevision, live.RunningRevision, live.RunningName, live.WorkloadGeneration, live.IsHeld),
            (cached.WantedRevision, cached.RunningRevision, cached.RunningName, cached.WorkloadGeneration, cached.IsHeld));

        var asked = world.Counted.Requests;
        for (var i = 0; i < 10; i++)
        {
            Assert.IsType<EnsureResult.Settled>(await fleet.EnsureCanariesAsync(canary, stable, ["fake-node-1"], CancellationToken.None));
        }

        Assert.Equal(asked, world.Counted.Requests);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    /// <summary>
    /// Adopting costs what the workload itself has, whatever else its namespace holds: no list, for which a server goes through the namespace, and
    /// no cache gone through.
    /// </summary>
    [Theory]
    [InlineData(WorkloadKind.Deployment)]
    [InlineData(WorkloadKind.StatefulSet)]
    [InlineData(WorkloadKind.DaemonSet)]
    public async Task Adopting_a_workload_looks_at_nothing_of_its_neighbours(WorkloadKind kind)
    {
        const int neighbours = 40;
        await using var world = await KubernetesWorld.StartAsync(kind, replicas: 2, machines: 2);
        for (var i = 0; i < neighbours; i++)
        {
            var manifest = KubernetesWorld.Manifest(kind, "shop:v1", 2).Replace("\"shop\"", FormattableString.Invariant($"\"shop-{i}\""), StringComparison.Ordinal);
            await world.SendAsync("POST", world.Path[..world.Path.LastIndexOf('/')], manifest);
        }

        await world.SettleAsync();
        using var stop = new CancellationTokenSource();
        var visits = new Visits();
        var (caches, running) = Start(world, stop.Token, visits: visits);
        var fleet = await world.FleetAsync(options: new KubernetesFleetOptions { Reader = caches });
        await UntilAsync(async () => await fleet.LookAsync(CancellationToken.None) is Observed<WorkloadObservation>.Known);
        var stable = await world.WantedAsync();

        world.Server.Faults.Add(new FaultRule(FaultKind.Slow) { Verb = "list", Delay = TimeSpan.Zero });
        visits.Objects = 0;
        Assert.IsType<EnsureResult.Changed>(await fleet.EnsureEverywhereAsync(stable, CancellationToken.None));
        Assert.Equal(0, world.Server.Faults.Struck(FaultKind.Slow));
        Assert.InRange(visits.Objects, 1, neighbours);
        Assert.Equal("shop", (string?)world.Workload["metadata"]!["labels"]![Marks.Rollout]);
        Assert.True((await world.LookAsync()).IsHeld);
        Assert.Equal([stable], world.Kept(Marks.Stable));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task A_kind_that_is_not_watched_is_said_to_be_so()
    {
        await using var world = await KubernetesWorld.StartAsync(WorkloadKind.DaemonSet);
        using var stop = new CancellationTokenSource();
        var (caches, running) = Start(world, stop.Token, WorkloadKind.Deployment);
        var fleet = await world.FleetAsync(options: new KubernetesFleetOptions { Reader = caches });
        var seen = Assert.IsType<Observed<WorkloadObservation>.Unreadable>(await fleet.LookAsync(CancellationToken.None));
        Assert.Equal("DaemonSet is not watched here; watched are Deployment", seen.Reason);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private static (WorkloadCaches Caches, Task Running) Start(
        KubernetesWorld world, CancellationToken stop, WorkloadKind? only = null, Visits? visits = null)
    {
        visits ??= new Visits();
        using var uncounted = world.Undisturbed();
        var client = world.Connect();
        var kind = only ?? world.Kind;
        var workloads = Informer(client, SnapshotKinds.Of(kind), WorkloadCaches.Workloads(null));
        var sets = Informer(client, SnapshotKinds.ReplicaSets, WorkloadCaches.ReplicaSets(null));
        var pods = Informer(client, SnapshotKinds.Pods, WorkloadCaches.Pods(null));
        var revisions = Informer(client, SnapshotKinds.Revisions, WorkloadCaches.Revisions(null));
        var machines = Informer(client, SnapshotKinds.Machines, WorkloadCaches.Machines());
        var caches = new WorkloadCaches(
            new Dictionary<WorkloadKind, IObjectCache<WorkloadSnapshot>> { [kind] = visits.Of(workloads.Cache) }, visits.Of(sets.Cache), visits.Of(pods.Cache),
            visits.Of(revisions.Cache), visits.Of(machines.Cache),
            () => workloads.HasSynced && sets.HasSynced && pods.HasSynced && revisions.HasSynced && machines.HasSynced);
        return (caches, Task.WhenAll(
            workloads.RunAsync(stop), sets.RunAsync(stop), pods.RunAsync(stop), revisions.RunAsync(stop), machines.RunAsync(stop)));
    }

    private static Informer<T> Informer<T>(ClusterClient client, ResourceKind<T> kind, InformerOptions<T> options)
        where T : class => new(client.Resources(kind), options, _ => { });

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromMinutes(1), "the caches do not fill");
            await Task.Yield();
        }
    }
}

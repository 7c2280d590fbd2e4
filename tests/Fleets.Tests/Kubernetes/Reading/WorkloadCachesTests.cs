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

    private static (WorkloadCaches Caches, Task Running) Start(KubernetesWorld world, CancellationToken stop, WorkloadKind? only = null)
    {
        using var uncounted = world.Undisturbed();
        var client = world.Connect();
        var kind = only ?? world.Kind;
        var workloads = Informer(client, SnapshotKinds.Of(kind), WorkloadCaches.Workloads(null));
        var sets = Informer(client, SnapshotKinds.ReplicaSets, WorkloadCaches.ReplicaSets(null));
        var pods = Informer(client, SnapshotKinds.Pods, WorkloadCaches.Pods(null));
        var revisions = Informer(client, SnapshotKinds.Revisions, WorkloadCaches.Revisions(null));
        var machines = Informer(client, SnapshotKinds.Machines, WorkloadCaches.Machines());
        var caches = new WorkloadCaches(
            new Dictionary<WorkloadKind, IObjectCache<WorkloadSnapshot>> { [kind] = workloads.Cache }, sets.Cache, pods.Cache, revisions.Cache, machines.Cache,
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

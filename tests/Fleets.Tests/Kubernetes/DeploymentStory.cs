using Rollout.Fleets.Kubernetes;
using Rollout.Fleets.Tests.Kubernetes.World;

namespace Rollout.Fleets.Tests.Kubernetes;

/// <summary>A whole life of a Deployment's rollout, level after level, to be disturbed in any place: adopted, v2 promoted, v3 taken back in
/// the middle of its promotion.</summary>
internal static class DeploymentStory
{
    public static async Task PlayAsync(KubernetesWorld world, Func<Func<IWorkloadFleet, ValueTask<EnsureResult>>, Task> reach)
    {
        var first = (await Quietly(world)).WantedRevision;
        await reach(f => f.EnsureEverywhereAsync(first, CancellationToken.None));
        await world.ImageAsync("shop:v2");
        await world.SettleAsync();
        var second = (await Quietly(world)).WantedRevision;
        await reach(f => f.EnsureCanariesAsync(second, first, ["a"], CancellationToken.None));
        Assert.Equal(["shop:v1", "shop:v1", "shop:v1", "shop:v2"], world.Images());
        await reach(f => f.EnsureEverywhereAsync(second, CancellationToken.None));
        Assert.Equal(["shop:v2", "shop:v2", "shop:v2"], world.Images());

        await world.ImageAsync("shop:v3");
        await world.SettleAsync();
        var third = (await Quietly(world)).WantedRevision;
        await reach(f => f.EnsureCanariesAsync(third, second, ["a", "b"], CancellationToken.None));
        await OnceAsync(world, f => f.EnsureEverywhereAsync(third, CancellationToken.None));
        await world.SettleUntilAsync(() => world.Images().Count(i => i == "shop:v3") >= 4);
        await reach(f => f.EnsureEverywhereAsync(second, CancellationToken.None));
        Assert.Equal(["shop:v2", "shop:v2", "shop:v2"], world.Images());
        Assert.Equal((third, true), ((await Quietly(world)).WantedRevision, (bool)world.Workload["spec"]!["paused"]!));
        Assert.Empty(world.Canaries());
        Assert.Empty(world.Kept(Marks.Displaced));
        Assert.Equal([second], world.Kept(Marks.Stable));

        await reach(f => f.ReleaseAsync(false, CancellationToken.None));
        Assert.Equal((null, null), (world.Workload["spec"]!["paused"], world.Workload["metadata"]!["labels"]?[Marks.Rollout]));
        Assert.Empty(world.Server.Snapshot("controllerrevisions"));
    }

    /// <summary>A look that no disturbance meets.</summary>
    private static async Task<WorkloadObservation> Quietly(KubernetesWorld world)
    {
        using var quiet = world.Undisturbed();
        return await world.LookAsync();
    }

    private static async Task OnceAsync(KubernetesWorld world, Func<IWorkloadFleet, ValueTask<EnsureResult>> ensure)
    {
        using var quiet = world.Undisturbed();
        await ensure(await world.FleetAsync());
    }
}

using Rollout.Fleets.Kubernetes;
using Rollout.Fleets.Tests.Kubernetes.World;

namespace Rollout.Fleets.Tests.Kubernetes;

/// <summary>A whole life of a StatefulSet's or DaemonSet's rollout, level after level, to be disturbed in any place: adopted, v2 promoted, v3
/// taken back from its canary, let go.</summary>
internal static class SetStory
{
    private static readonly string[] Canary = ["fake-node-1"];

    public static async Task PlayAsync(KubernetesWorld world, Func<Func<IWorkloadFleet, ValueTask<EnsureResult>>, Task> reach)
    {
        var first = (await Quietly(world)).WantedRevision;
        await reach(f => f.EnsureEverywhereAsync(first, CancellationToken.None));
        await world.ImageAsync("shop:v2");
        await world.SettleAsync();
        var second = (await Quietly(world)).WantedRevision;
        await reach(f => f.EnsureCanariesAsync(second, first, Canary, CancellationToken.None));
        Assert.Equal(["shop:v1", "shop:v1", "shop:v2"], world.Images());
        await reach(f => f.EnsureEverywhereAsync(second, CancellationToken.None));
        Assert.Equal(["shop:v2", "shop:v2", "shop:v2"], world.Images());

        await world.ImageAsync("shop:v3");
        await world.SettleAsync();
        var third = (await Quietly(world)).WantedRevision;
        await reach(f => f.EnsureCanariesAsync(third, second, Canary, CancellationToken.None));
        Assert.Equal(["shop:v2", "shop:v2", "shop:v3"], world.Images());
        await reach(f => f.EnsureEverywhereAsync(second, CancellationToken.None));
        Assert.Equal(["shop:v2", "shop:v2", "shop:v2"], world.Images());
        var seen = await Quietly(world);
        Assert.Equal((third, second, true), (seen.WantedRevision, seen.RunningRevision, seen.IsHeld));
        Assert.Equal([second], world.Kept(Marks.Stable));

        // Tried again, and taken back when the platform takes it for the current one already.
        await reach(f => f.EnsureCanariesAsync(third, second, Canary, CancellationToken.None));
        Assert.Equal(["shop:v2", "shop:v2", "shop:v3"], world.Images());
        await OnceAsync(world, f => f.EnsureEverywhereAsync(third, CancellationToken.None));
        await world.SettleAsync();
        Assert.Equal(["shop:v3", "shop:v3", "shop:v3"], world.Images());
        await reach(f => f.EnsureEverywhereAsync(second, CancellationToken.None));
        Assert.Equal(["shop:v2", "shop:v2", "shop:v2"], world.Images());
        Assert.Equal(third, (await Quietly(world)).WantedRevision);

        await reach(f => f.ReleaseAsync(false, CancellationToken.None));
        Assert.Equal(["shop:v3", "shop:v3", "shop:v3"], world.Images());
        Assert.Empty(world.Workload["metadata"]!["labels"]?.AsObject() ?? []);
        Assert.Empty(world.Kept(Marks.Stable).Concat(world.Kept(Marks.Displaced)).Concat(world.Kept(Marks.Returned)));
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

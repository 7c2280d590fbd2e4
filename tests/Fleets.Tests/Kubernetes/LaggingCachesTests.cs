using Rollout.Fleets.Kubernetes;
using Rollout.Fleets.Tests.Kubernetes.World;

namespace Rollout.Fleets.Tests.Kubernetes;

/// <summary>What is decided on caches is right though they lag by any number of steps.</summary>
public class LaggingCachesTests
{
    public static TheoryData<WorkloadKind> Kinds => [.. Enum.GetValues<WorkloadKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task With_caches_that_catch_up_only_now_and_then_a_whole_life_comes_to_the_same_end(WorkloadKind kind)
    {
        for (var seed = 0; seed < 3; seed++)
        {
            await using var world = await KubernetesWorld.StartAsync(kind, 3, machines: 3);
            var caches = new LaggingCaches(world);
            await caches.CatchUpAsync();
            var chance = new Random(seed);
            Task Reach(Func<IWorkloadFleet, ValueTask<EnsureResult>> ensure) => ReachAsync(world, caches, chance, ensure);
            await (kind == WorkloadKind.Deployment ? DeploymentStory.PlayAsync(world, Reach) : SetStory.PlayAsync(world, Reach));
        }
    }

    /// <summary>Until the level is there by caches that know everything.</summary>
    private static async Task ReachAsync(KubernetesWorld world, LaggingCaches caches, Random chance, Func<IWorkloadFleet, ValueTask<EnsureResult>> ensure)
    {
        EnsureResult? last = null;
        var fleet = await world.FleetAsync(options: new KubernetesFleetOptions { Reader = caches.Reader });
        for (var i = 0; i < 300; i++)
        {
            if (chance.NextDouble() < 0.4)
            {
                await caches.CatchUpAsync();
            }

            last = await ensure(fleet);
            await world.SettleAsync();
            if (last is EnsureResult.Settled)
            {
                await caches.CatchUpAsync();
                if (await ensure(fleet) is EnsureResult.Settled)
                {
                    return;
                }

                await world.SettleAsync();
            }
        }

        throw new InvalidOperationException($"does not come to rest: {last}");
    }
}

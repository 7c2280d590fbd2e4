using Rollout.FakeKubernetes.Faults;
using Rollout.Fleets.Kubernetes;
using Rollout.Fleets.Tests.Kubernetes.World;
using static Rollout.Fleets.Tests.Kubernetes.World.Trials;

namespace Rollout.Fleets.Tests.Kubernetes;

/// <summary>An API server (or something before it) whose reads lag: what a fleet does costs a refusal and a retry then, and never what is known.</summary>
public class StaleLookTests
{
    public static TheoryData<WorkloadKind> Kinds => [.. Enum.GetValues<WorkloadKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Through_looks_at_the_past_a_whole_life_comes_to_the_same_end(WorkloadKind kind)
    {
        var struck = 0;
        for (var seed = 0; seed < 8; seed++)
        {
            await using var world = await KubernetesWorld.StartAsync(kind, 3, machines: 3);
            Lag(world, seed);
            Task Reach(Func<IWorkloadFleet, ValueTask<EnsureResult>> ensure) => world.ReachAsync(() => EnsureAsync(world, ensure), forgiving: true);
            await (kind == WorkloadKind.Deployment ? DeploymentStory.PlayAsync(world, Reach) : SetStory.PlayAsync(world, Reach));
            struck += world.Server.Faults.Struck(FaultKind.StaleRead);
        }

        Assert.True(struck > 100, $"only {struck} reads were of the past");
    }

    /// <summary>
    /// Stable's template is in the place of the user's, which is known by nothing but what we kept, and the rollout goes. Once it is said that it
    /// may go nobody looks again: so that must be true of the newest state.
    /// </summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_finalizer_is_let_go_only_when_the_users_template_is_really_back(WorkloadKind kind)
    {
        var struck = 0;
        for (var seed = 0; seed < 16; seed++)
        {
            await using var world = await DisplacedAsync(kind);
            Lag(world, seed);
            EnsureResult result;
            for (var i = 0; (result = await EnsureAsync(world, f => f.ReleaseAsync(false, CancellationToken.None))) is not EnsureResult.Settled; i++)
            {
                Assert.True(i < 300, $"does not come to rest: {result}");
            }

            struck += world.Server.Faults.Struck(FaultKind.StaleRead);
            await world.SendAsync("DELETE", "/api/v1/namespaces/default/configmaps/shop");
            await world.SettleAsync();
            Assert.Equal(KubernetesWorld.Times(3, "shop:v2"), world.Images());
            Assert.Empty(world.Workload["metadata"]!["labels"]?.AsObject() ?? []);
        }

        Assert.True(struck > 50, $"only {struck} reads were of the past");
    }

    /// <summary>Every read of one pass is of the same moment of the past, from just now to before anything was displaced.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Whatever_moment_a_pass_sees_what_was_displaced_is_known_afterwards(WorkloadKind kind)
    {
        for (var behind = 1; behind <= 24; behind++)
        {
            await using var world = await DisplacedAsync(kind);
            var stable = Assert.Single(world.Kept(Marks.Stable));
            var displaced = Assert.Single(world.Kept(Marks.Displaced));
            Func<IWorkloadFleet, ValueTask<EnsureResult>>[] levels =
            [
                f => f.EnsureEverywhereAsync(stable, CancellationToken.None),
                f => f.EnsureCanariesAsync(displaced, stable, ["fake-node-1"], CancellationToken.None),
                f => f.ReleaseAsync(false, CancellationToken.None),
            ];
            foreach (var level in levels)
            {
                world.Server.Faults.Add(new FaultRule(FaultKind.StaleRead) { Behind = behind });
                await EnsureAsync(world, level);
                world.Server.Faults.Clear();
                Assert.Equal(displaced, await world.WantedAsync());
            }

            Assert.Contains(displaced, world.Kept(Marks.Displaced).Append(Template(world)));
        }
    }

    /// <summary>v2 runs everywhere and was ordered back to v1 in this moment.</summary>
    private static async Task<KubernetesWorld> DisplacedAsync(WorkloadKind kind)
    {
        var world = await HeldAsync(kind, 3, machines: 3);
        var (stable, canary) = await RevisionsAsync(world);
        await CanariesAsync(world, 1);
        await EnsureAsync(world, f => f.EnsureEverywhereAsync(canary, CancellationToken.None));
        await world.SettleAsync();
        await EnsureAsync(world, f => f.EnsureEverywhereAsync(stable, CancellationToken.None));
        if (kind == WorkloadKind.StatefulSet)
        {
            // It closes the partition first, and waits until that has been looked at.
            await world.SettleAsync();
            await EnsureAsync(world, f => f.EnsureEverywhereAsync(stable, CancellationToken.None));
        }

        Assert.Equal($"{stable}.{canary}", (string?)world.Workload["metadata"]!["labels"]![Marks.Displacement]);
        return world;
    }

    private static string Template(KubernetesWorld world) => TemplateRevision.Of(
        System.Text.Json.JsonSerializer.SerializeToElement(world.Workload["spec"]!["template"]));

    /// <summary>A third of the reads answer as it was up to twenty writes ago.</summary>
    private static void Lag(KubernetesWorld world, int seed)
    {
        var chance = new Random(seed);
        world.Counted.Before = _ =>
        {
            world.Server.Faults.Clear();
            if (chance.NextDouble() < 0.3)
            {
                world.Server.Faults.Add(new FaultRule(FaultKind.StaleRead) { Count = 1, Behind = 1 + chance.Next(20) });
            }
        };
    }
}

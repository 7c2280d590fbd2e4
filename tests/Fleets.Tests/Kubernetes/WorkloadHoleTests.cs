using Rollout.FakeKubernetes.Faults;
using Rollout.Fleets.Kubernetes;
using Rollout.Fleets.Tests.Kubernetes.World;
using Rollout.Judge;
using Rollout.Planning;
using static Rollout.Fleets.Tests.Kubernetes.World.KubernetesWorld;
using static Rollout.Fleets.Tests.Kubernetes.World.Trials;

namespace Rollout.Fleets.Tests.Kubernetes;

/// <summary>The ways around the hold that every kind of workload has: each closed, or reported.</summary>
public class WorkloadHoleTests
{
    public static TheoryData<WorkloadKind> Kinds => [.. Enum.GetValues<WorkloadKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_label_that_is_taken_away_together_with_the_template_comes_back_and_stable_is_what_runs(WorkloadKind kind)
    {
        await using var world = await HeldAsync(kind, 6);
        var stable = (await world.LookAsync()).RunningRevision!;
        await world.MergeAsync("""
            {"metadata": {"labels": {"staggered.dev/rollout": null}}, "spec": {"paused": false, "template": {"metadata": {"labels": {"more": "x"}}}}}
            """.Replace("\"paused\": false, ", kind == WorkloadKind.Deployment ? "\"paused\": false, " : "", StringComparison.Ordinal));
        await world.ReachAsync(() => EnsureAsync(world, f => f.EnsureEverywhereAsync(stable, CancellationToken.None)));
        Assert.Equal(("shop", true), ((string?)world.Workload["metadata"]!["labels"]![Marks.Rollout], (await world.LookAsync()).IsHeld));
        Assert.Equal(Times(6, "shop:v1"), world.Images());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task When_the_policy_or_its_binding_goes_the_next_pass_holds_by_itself_and_lets_go_when_it_is_back(WorkloadKind kind)
    {
        await using var world = await StartAsync(kind, 6);
        var stable = await world.WantedAsync();
        var mode = HoldMode.ByPolicy;
        var fleet = await world.FleetAsync(options: new KubernetesFleetOptions { Hold = () => mode });
        Task Rest() => world.ReachAsync(() => fleet.EnsureEverywhereAsync(stable, CancellationToken.None));
        await Rest();
        Assert.False((await world.LookAsync()).IsHeld);
        mode = HoldMode.AtAdoption;
        await Rest();
        Assert.True((await world.LookAsync()).IsHeld);
        await world.ImageAsync("shop:v2");
        await world.SettleAsync();
        Assert.Equal(Times(6, "shop:v1"), world.Images());
        await world.ImageAsync("shop:v1");
        await world.SettleAsync();
        mode = HoldMode.ByPolicy;
        await Rest();
        Assert.False((await world.LookAsync()).IsHeld);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_workload_that_is_adopted_in_the_middle_of_its_own_rollout_is_left_to_finish_it(WorkloadKind kind)
    {
        await using var world = await StartAsync(kind, 6);
        await world.ImageAsync("shop:v2");
        await world.SettleUntilAsync(() => On(world, "shop:v2").Count == 3);
        Assert.NotNull((await world.LookAsync()).Fleet.Busy);
        var rollout = new PlannedRollout(world);
        await rollout.PassAsync();
        await rollout.PassAsync();
        Assert.False((await world.LookAsync()).IsHeld);
        Assert.Contains("shop:v1", world.Images());
        await rollout.UntilAsync(Phase.Idle);
        Assert.DoesNotContain(Phase.RollingBack, rollout.Phases);
        Assert.Equal(Times(6, "shop:v2"), world.Images());
        Assert.Equal(await world.WantedAsync(), rollout.Now.StableRevision);
        Assert.Empty(world.Kept(Marks.Displaced));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_second_rollout_of_one_workload_is_refused_by_the_firsts_name(WorkloadKind kind)
    {
        await using var world = await HeldAsync(kind);
        var second = await world.FleetAsync("other");
        Assert.Contains("StaggeredRollout shop", Assert.Single((await world.LookAsync(second)).Problems).What, StringComparison.Ordinal);
        var before = world.Workload.ToJsonString();
        foreach (var ordered in new[]
        {
            await second.EnsureEverywhereAsync(await world.WantedAsync(), CancellationToken.None),
            await second.EnsureCanariesAsync(await world.WantedAsync(), "whatever", ["fake-node-1"], CancellationToken.None),
        })
        {
            Assert.Contains("StaggeredRollout shop", Assert.IsType<EnsureResult.Failed>(ordered).Reason, StringComparison.Ordinal);
        }

        Assert.IsType<EnsureResult.Settled>(await second.ReleaseAsync(false, CancellationToken.None));
        Assert.IsType<EnsureResult.Settled>(await second.ReleaseAsync(true, CancellationToken.None));
        Assert.Equal(before, world.Workload.ToJsonString());
    }

    /// <summary>In every phase that good and bad versions go through: what waits is what the manifest says, and it alone is left.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Deleted_at_any_pass_of_a_trial_the_rollout_leaves_the_workload_to_its_manifest(WorkloadKind kind)
    {
        var phases = new HashSet<Phase>();
        foreach (var verdict in new[] { Verdict.NoWorse, Verdict.Worse })
        {
            for (var passes = 0; passes <= 60; passes++)
            {
                await using var world = await StartAsync(kind, 4, machines: 4);
                var rollout = new PlannedRollout(world) { Verdict = verdict };
                await rollout.UntilAsync(Phase.Idle);
                await world.ImageAsync("shop:v2");
                await rollout.AfterAsync(passes);
                await rollout.PassAsync();
                if (phases.Add(rollout.Now.Phase) || passes % 7 == 0)
                {
                    await LetGoAsync(world, Times(4, "shop:v2"));
                }

                if (rollout.Now.Phase is Phase.Promoted or Phase.RolledBack)
                {
                    break;
                }
            }
        }

        Assert.Superset(
            new HashSet<Phase> { Phase.Starting, Phase.WarmingUp, Phase.Judging, Phase.Promoting, Phase.Promoted, Phase.RollingBack, Phase.RolledBack }, phases);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task When_the_workload_is_deleted_the_rollout_may_go_and_leaves_nothing(WorkloadKind kind)
    {
        await using var world = await CanaryAsync(kind);
        await world.SendAsync("DELETE", world.Path, """{"propagationPolicy": "Background"}""");
        await world.SettleAsync();
        Assert.IsType<Observed<WorkloadObservation>.Missing>(await (await world.FleetAsync()).LookAsync(CancellationToken.None));
        await world.ReachAsync(() => EnsureAsync(world, f => f.ReleaseAsync(false, CancellationToken.None)));
        await world.SettleAsync();
        Assert.Empty(world.Pods());
        Assert.Empty(world.Server.Snapshot("controllerrevisions"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task In_a_namespace_that_is_going_it_lets_go_at_any_moment(WorkloadKind kind)
    {
        foreach (var passes in new[] { 0, 3, 30, 300 })
        {
            await using var world = await CanaryAsync(kind);
            await world.SendAsync("DELETE", "/api/v1/namespaces/default");
            await world.Server.Controllers.PumpAsync(passes);
            await world.ReachAsync(() => EnsureAsync(world, f => f.ReleaseAsync(false, CancellationToken.None)), forgiving: true);
            await world.SettleAsync();
            Assert.Empty(world.Server.Snapshot("replicasets"));
            Assert.Empty(world.Server.Snapshot("controllerrevisions"));
        }
    }

    /// <summary>The partition was reckoned of six pods; there are nine now, and it would give the revision to four of them.</summary>
    [Fact]
    public async Task The_server_itself_refuses_a_partition_for_another_number_of_pods_than_there_are()
    {
        await using var world = await HeldAsync(WorkloadKind.StatefulSet, 6);
        var (stable, canary) = await RevisionsAsync(world);
        await world.ScaleAsync(9);
        world.Server.Faults.Add(new FaultRule(FaultKind.StaleRead) { Verb = "get", Path = "statefulsets/shop", Behind = 1 });
        var failed = Assert.IsType<EnsureResult.Failed>(await EnsureAsync(world, f => f.EnsureCanariesAsync(canary, stable, ["a"], CancellationToken.None)));
        world.Server.Faults.Clear();
        await world.SettleAsync();
        Assert.Equal(Times(9, "shop:v1"), world.Images());
        Assert.Contains("not taken", failed.Reason, StringComparison.Ordinal);
        await world.ReachAsync(() => EnsureAsync(world, f => f.EnsureCanariesAsync(canary, stable, ["a"], CancellationToken.None)));
        Assert.Equal(["shop-8"], On(world, "shop:v2"));
    }

    /// <summary>Two machines join where the stage has one: it goes on with one of them, and the other is said.</summary>
    [Fact]
    public async Task More_new_machines_than_the_stage_has_are_said_to_leak_and_go_back()
    {
        await using var world = await StartAsync(WorkloadKind.DaemonSet);
        var rollout = new PlannedRollout(world);
        await rollout.UntilAsync(Phase.Idle);
        await world.ImageAsync("shop:v2");
        foreach (var name in new[] { "new-1", "new-2" })
        {
            await world.SendAsync("POST", "/api/v1/nodes", $$$"""
                {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "{{{name}}}", "labels": {"kubernetes.io/hostname": "{{{name}}}"} } }
                """);
        }

        await world.SettleAsync();
        await rollout.UntilAsync(p => p.Reason == Reasons.CanaryLeak);
        Assert.Contains("new-", rollout.Now.Message, StringComparison.Ordinal);
    }

    private static async Task LetGoAsync(KubernetesWorld world, IEnumerable<string> images)
    {
        await world.ReachAsync(() => EnsureAsync(world, f => f.ReleaseAsync(false, CancellationToken.None)));
        await world.SendAsync("DELETE", "/api/v1/namespaces/default/configmaps/shop");
        await world.SettleAsync();
        Assert.Equal(images, world.Images());
        Assert.Empty(world.Workload["metadata"]!["labels"]?.AsObject() ?? []);
        Assert.False((await world.LookAsync()).IsHeld);
        Assert.Empty(world.Canaries());
        Assert.Empty(world.Kept(Marks.Stable).Concat(world.Kept(Marks.Displaced)).Concat(world.Kept(Marks.Returned)));
    }
}

using System.Text.Json.Nodes;
using Rollout.FakeKubernetes.Controllers;
using Rollout.Fleets.Kubernetes;
using Rollout.Fleets.Tests.Kubernetes.World;
using Rollout.Planning;
using static Rollout.Fleets.Tests.Kubernetes.World.KubernetesWorld;
using static Rollout.Fleets.Tests.Kubernetes.World.Trials;

namespace Rollout.Fleets.Tests.Kubernetes;

public class DeploymentFleetTests
{
    [Fact]
    public async Task Adoption_claims_keeps_and_holds_and_then_asks_nothing_but_a_look()
    {
        await using var world = await StartAsync(WorkloadKind.Deployment);
        var fleet = await world.FleetAsync();
        var seen = await world.LookAsync(fleet);
        Assert.Equal((seen.WantedRevision, 4, null, null, false), (seen.RunningRevision, seen.Fleet.WantedNodes, seen.Fleet.Busy, seen.Fleet.Unheld, seen.IsHeld));
        Assert.All(seen.Fleet.Nodes, n => Assert.Equal((seen.WantedRevision, true), (n.Revision, n.Ready)));
        Assert.All(seen.Fleet.Nodes, n => Assert.Equal(n.Name, n.Instance!.Name));

        await world.ReachAsync(() => fleet.EnsureEverywhereAsync(seen.WantedRevision, CancellationToken.None));
        Assert.Equal("shop", (string?)world.Workload["metadata"]!["labels"]![Marks.Rollout]);
        Assert.True((bool)world.Workload["spec"]!["paused"]!);
        Assert.Equal([seen.WantedRevision], world.Kept(Marks.Stable));
        var version = (string?)world.Workload["metadata"]!["resourceVersion"];
        Assert.IsType<EnsureResult.Settled>(await fleet.EnsureEverywhereAsync(seen.WantedRevision, CancellationToken.None));
        Assert.Equal(version, (string?)world.Workload["metadata"]!["resourceVersion"]);
    }

    [Fact]
    public async Task Where_a_policy_holds_an_idle_deployment_is_left_unpaused()
    {
        await using var world = await StartAsync(WorkloadKind.Deployment);
        var fleet = await world.FleetAsync(options: new KubernetesFleetOptions { Hold = () => HoldMode.ByPolicy });
        await world.ReachAsync(async () => await fleet.EnsureEverywhereAsync(await world.WantedAsync(), CancellationToken.None));
        Assert.Null(world.Workload["spec"]!["paused"]);
    }

    [Fact]
    public async Task A_new_template_waits_and_its_canaries_come_from_a_bare_replica_set_that_nobody_adopts()
    {
        await using var world = await HeldAsync();
        var (stable, canary) = await RevisionsAsync(world);
        Assert.Equal(Times(4, "shop:v1"), world.Images());
        var fleet = await world.FleetAsync();
        var places = (await world.LookAsync(fleet)).Fleet.Places!.Names;
        Assert.Equal($"shop-canary-{canary}#1", places[0]);
        await world.ReachAsync(() => fleet.EnsureCanariesAsync(canary, stable, [places[0]], CancellationToken.None));
        Assert.Equal([.. Times(4, "shop:v1"), "shop:v2"], world.Images());

        var set = Assert.Single(world.Canaries());
        Assert.Equal([Marks.CanaryOf, Marks.Revision, Marks.Role], Keys(set["metadata"]!["labels"]));
        Assert.Equal([Marks.CanaryOf, Marks.Revision], Keys(set["spec"]!["selector"]!["matchLabels"]));
        Assert.Equal("ConfigMap", (string?)set["metadata"]!["ownerReferences"]![0]!["kind"]);
        var pod = world.Pods().Single(p => (string?)p["spec"]!["containers"]![0]!["image"] == "shop:v2");
        Assert.Equal(("shop", "shop", canary, "canary"), ((string?)pod["metadata"]!["labels"]!["app"], (string?)pod["metadata"]!["labels"]![Marks.CanaryOf],
            (string?)pod["metadata"]!["labels"]![Marks.Revision], (string?)pod["metadata"]!["labels"]![Marks.Role]));

        var seen = await world.LookAsync(fleet);
        Assert.Equal((string?)pod["metadata"]!["name"], seen.Fleet.Places!.Names[0]);
        Assert.Equal((canary, true), (seen.Fleet.Nodes[^1].Revision, seen.Fleet.Nodes[^1].Ready));
        Assert.Equal((stable, canary, 4), (seen.RunningRevision, seen.WantedRevision, seen.Fleet.WantedNodes));

        await world.ReachAsync(() => fleet.EnsureCanariesAsync(canary, stable, ["a", "b"], CancellationToken.None));
        Assert.Equal([.. Times(4, "shop:v1"), "shop:v2", "shop:v2"], world.Images());
    }

    [Fact]
    public async Task A_promotion_rolls_the_judged_template_and_only_then_the_canary_goes_and_it_is_held_again()
    {
        await using var world = await CanaryAsync();
        var (stable, canary) = await RevisionsAsync(world);
        var fleet = await world.FleetAsync();
        await fleet.EnsureEverywhereAsync(canary, CancellationToken.None);
        await world.SettleUntilAsync(() => world.Images().Count(i => i == "shop:v2") == 4);
        Assert.Single(world.Canaries());
        Assert.Equal([stable], world.Kept(Marks.Stable));

        await world.ReachAsync(() => fleet.EnsureEverywhereAsync(canary, CancellationToken.None));
        Assert.Equal(Times(4, "shop:v2"), world.Images());
        Assert.Empty(world.Canaries());
        Assert.True((bool)world.Workload["spec"]!["paused"]!);
        Assert.Equal([canary], world.Kept(Marks.Stable));
    }

    [Fact]
    public async Task A_promotion_is_refused_when_the_template_is_not_the_judged_one_any_more()
    {
        await using var world = await CanaryAsync();
        var (_, canary) = await RevisionsAsync(world);
        await world.ImageAsync("shop:v3");
        var failed = Assert.IsType<EnsureResult.Failed>(await (await world.FleetAsync()).EnsureCanariesAsync(canary, "whatever", ["a"], CancellationToken.None));
        Assert.Contains(canary, failed.Reason, StringComparison.Ordinal);
        await (await world.FleetAsync()).EnsureEverywhereAsync(canary, CancellationToken.None);
        await world.SettleAsync();
        Assert.DoesNotContain("shop:v3", world.Images());
        Assert.Equal(4, world.Images().Count(i => i == "shop:v1"));
    }

    /// <summary>The last look, and the read before the write, both show the judged template; another has come since.</summary>
    [Fact]
    public async Task The_server_itself_refuses_a_promotion_whose_template_changed_after_it_was_read()
    {
        await using var world = await CanaryAsync();
        var (_, canary) = await RevisionsAsync(world);
        await world.ImageAsync("shop:v3");
        world.Server.Faults.Add(new FakeKubernetes.Faults.FaultRule(FakeKubernetes.Faults.FaultKind.StaleRead) { Verb = "get", Path = "deployments/shop", Behind = 1 });
        var failed = Assert.IsType<EnsureResult.Failed>(await (await world.FleetAsync()).EnsureEverywhereAsync(canary, CancellationToken.None));
        Assert.Contains("is not " + canary, failed.Reason, StringComparison.Ordinal);
        Assert.True((bool)world.Workload["spec"]!["paused"]!);
        await world.SettleAsync();
        Assert.Equal(4, world.Images().Count(i => i == "shop:v1"));
    }

    [Fact]
    public async Task A_rollback_takes_the_canary_away_and_leaves_the_template_as_the_user_wrote_it()
    {
        await using var world = await CanaryAsync();
        var (stable, canary) = await RevisionsAsync(world);
        await world.ReachAsync(async () => await (await world.FleetAsync()).EnsureEverywhereAsync(stable, CancellationToken.None));
        Assert.Equal(Times(4, "shop:v1"), world.Images());
        Assert.Equal((canary, stable), (await world.WantedAsync(), (await world.LookAsync()).RunningRevision));
        Assert.Empty(world.Canaries());
    }

    [Theory]
    [InlineData(WayBackPace.Rolling, 9)]
    [InlineData(WayBackPace.Urgent, 0)]
    public async Task A_promotion_is_taken_back_in_the_middle_and_the_refused_template_waits_where_it_was(WayBackPace pace, int leastReady)
    {
        await using var world = await CanaryAsync(12);
        var (stable, canary) = await RevisionsAsync(world);
        var options = new KubernetesFleetOptions { Pace = () => pace };
        await (await world.FleetAsync(options: options)).EnsureEverywhereAsync(canary, CancellationToken.None);
        await world.SettleUntilAsync(() => world.Images().Count(i => i == "shop:v2") >= 6);
        var least = 12;
        for (var done = false; !done;)
        {
            done = await (await world.FleetAsync(options: options)).EnsureEverywhereAsync(stable, CancellationToken.None) is EnsureResult.Settled;
            await world.SettleUntilAsync(() =>
            {
                least = Math.Min(least, world.Pods().Count(IsReady));
                return false;
            });
        }

        Assert.True(least >= leastReady, $"{least} were ready");
        Assert.Equal(Times(12, "shop:v1"), world.Images());
        Assert.Equal((canary, true), (await world.WantedAsync(), (bool)world.Workload["spec"]!["paused"]!));
        Assert.Empty(world.Kept(Marks.Displaced));
        Assert.Single(world.Server.Snapshot("replicasets"));
        Assert.DoesNotContain(world.Workload["metadata"]!["managedFields"]!.AsArray(),
            e => (string?)e!["manager"] == Marks.Manager && e["fieldsV1"]!["f:spec"]?["f:template"] is not null);

        await world.ScaleAsync(0);
        await world.SettleAsync();
        await world.ScaleAsync(3);
        await world.SettleAsync();
        Assert.Equal(Times(3, "shop:v1"), world.Images());
    }

    [Fact]
    public async Task A_paused_promotion_replaces_nothing_more_and_goes_on_when_it_is_ordered_again()
    {
        await using var world = await CanaryAsync(12);
        var (_, canary) = await RevisionsAsync(world);
        var fleet = await world.FleetAsync();
        await fleet.EnsureEverywhereAsync(canary, CancellationToken.None);
        await world.SettleUntilAsync(() => world.Images().Count(i => i == "shop:v2") >= 6);
        await world.ReachAsync(() => fleet.EnsureStillAsync(CancellationToken.None));
        Assert.Contains("shop:v1", world.Images());
        await world.ReachAsync(() => fleet.EnsureEverywhereAsync(canary, CancellationToken.None));
        Assert.Equal(Times(12, "shop:v2"), world.Images());
    }

    [Fact]
    public async Task A_revision_that_comes_in_the_middle_of_a_promotion_is_held_and_everything_goes_back_first()
    {
        await using var world = await CanaryAsync(6);
        var (stable, canary) = await RevisionsAsync(world);
        await (await world.FleetAsync()).EnsureEverywhereAsync(canary, CancellationToken.None);
        await world.SettleUntilAsync(() => world.Images().Count(i => i == "shop:v2") >= 3);
        await world.ImageAsync("shop:v3");
        var newest = await world.WantedAsync();
        await world.ReachAsync(async () => await (await world.FleetAsync()).EnsureEverywhereAsync(stable, CancellationToken.None));
        Assert.Equal(Times(6, "shop:v1"), world.Images());
        Assert.Equal(newest, await world.WantedAsync());
        await world.ReachAsync(async () => await (await world.FleetAsync()).EnsureCanariesAsync(newest, stable, ["x"], CancellationToken.None));
        Assert.Equal([.. Times(6, "shop:v1"), "shop:v3"], world.Images());
    }

    [Theory]
    [InlineData(PodFailure.ImagePull, "ImagePullBackOff")]
    [InlineData(PodFailure.Crash, "CrashLoopBackOff")]
    public async Task A_canary_that_waiting_would_not_mend_is_a_failure_with_the_pods_own_reason(PodFailure failure, string reason)
    {
        await using var world = await HeldAsync();
        world.Server.Controllers.Pods.Fail("shop:v2", failure);
        await CanariesAsync(world, 1);
        var state = (await world.LookAsync()).Fleet;
        Assert.Equal((state.Places!.Names[0], await world.WantedAsync()), (state.DeployFailure!.Node, state.DeployFailure.Revision));
        Assert.Contains(reason, state.DeployFailure.Reason, StringComparison.Ordinal);
        Assert.Null(state.NoCapacity);
    }

    [Fact]
    public async Task A_canary_that_no_machine_takes_is_no_failure_but_want_of_room()
    {
        await using var world = await HeldAsync();
        world.Server.Controllers.Pods.Fail("shop:v2", PodFailure.Unschedulable);
        await CanariesAsync(world, 1);
        var state = (await world.LookAsync()).Fleet;
        Assert.Null(state.DeployFailure);
        Assert.Contains("0 nodes are available", state.NoCapacity, StringComparison.Ordinal);
    }

    private static Task<KubernetesWorld> HeldAsync() => Trials.HeldAsync(WorkloadKind.Deployment);

    private static Task<KubernetesWorld> CanaryAsync(int replicas = 4) => Trials.CanaryAsync(WorkloadKind.Deployment, replicas);

    private static IEnumerable<string> Keys(JsonNode? map) => map!.AsObject().Select(p => p.Key).Order(StringComparer.Ordinal);
}

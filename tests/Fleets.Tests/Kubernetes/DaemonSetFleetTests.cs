using Rollout.FakeKubernetes.Controllers;
using Rollout.Fleets.Kubernetes;
using Rollout.Fleets.Tests.Kubernetes.World;
using static Rollout.Fleets.Tests.Kubernetes.World.KubernetesWorld;
using static Rollout.Fleets.Tests.Kubernetes.World.Trials;

namespace Rollout.Fleets.Tests.Kubernetes;

public class DaemonSetFleetTests
{
    [Fact]
    public async Task Adoption_holds_by_OnDelete_and_keeps_the_users_figures_beside_it()
    {
        await using var world = await HeldAsync("\"updateStrategy\": {\"type\": \"RollingUpdate\", \"rollingUpdate\": {\"maxUnavailable\": 2}}");
        Assert.Equal(Times(6, "shop:v1"), world.Images());
        Assert.Equal(("OnDelete", 2), ((string?)world.Workload["spec"]!["updateStrategy"]!["type"], (int)world.Workload["spec"]!["updateStrategy"]!["rollingUpdate"]!["maxUnavailable"]!));
        var seen = await world.LookAsync();
        Assert.NotEqual(seen.RunningRevision, seen.WantedRevision);
        Assert.Equal((true, 6, true), (seen.IsHeld, seen.Fleet.Nodes.Count, seen.Fleet.SpreadsByItself));
        Assert.Equal(["zone-0", "zone-1", "zone-2"], seen.Fleet.Nodes.Take(3).Select(n => n.Labels!["topology.kubernetes.io/zone"]).Order(StringComparer.Ordinal));
        Assert.All(seen.Fleet.Nodes, n => Assert.StartsWith("shop-", n.Instance!.Name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Exactly_the_named_machines_get_the_revision_one_after_another()
    {
        await using var world = await HeldAsync();
        var (stable, canary) = await RevisionsAsync(world);
        var fleet = await world.FleetAsync();
        await fleet.EnsureCanariesAsync(canary, stable, ["fake-node-1", "fake-node-4"], CancellationToken.None);
        Assert.Single(world.Server.Snapshot("pods"), p => p["metadata"]!["deletionTimestamp"] is not null);
        await world.ReachAsync(() => fleet.EnsureCanariesAsync(canary, stable, ["fake-node-1", "fake-node-4"], CancellationToken.None));
        Assert.Equal(["fake-node-1", "fake-node-4"], On(world, "shop:v2"));
        Assert.Equal(6, (await world.LookAsync()).Fleet.Nodes.Count(n => n.Ready));
    }

    [Fact]
    public async Task A_machine_whose_pod_is_being_replaced_does_not_leave_the_fleet()
    {
        await using var world = await HeldAsync();
        var (stable, canary) = await RevisionsAsync(world);
        await EnsureAsync(world, f => f.EnsureCanariesAsync(canary, stable, ["fake-node-1"], CancellationToken.None));
        var node = Assert.Single((await world.LookAsync()).Fleet.Nodes, n => n.Name == "fake-node-1");
        Assert.Equal((null, false, "its pod is ending"), (node.Revision, node.Ready, node.Trouble));
    }

    [Fact]
    public async Task A_promotion_gives_the_users_strategy_back_and_holds_again_afterwards()
    {
        await using var world = await HeldAsync();
        var (_, canary) = await RevisionsAsync(world);
        await world.ReachAsync(() => EnsureAsync(world, f => f.EnsureEverywhereAsync(canary, CancellationToken.None)));
        Assert.Equal(Times(6, "shop:v2"), world.Images());
        Assert.Equal("OnDelete", (string?)world.Workload["spec"]!["updateStrategy"]!["type"]);
        Assert.Equal([canary], world.Kept(Marks.Stable));
    }

    [Fact]
    public async Task A_promotion_is_refused_when_the_template_moved_on()
    {
        await using var world = await HeldAsync();
        var (stable, canary) = await RevisionsAsync(world);
        await world.ReachAsync(() => EnsureAsync(world, f => f.EnsureCanariesAsync(canary, stable, ["fake-node-1"], CancellationToken.None)));
        await world.ImageAsync("shop:v3");
        await world.SettleAsync();
        Assert.Contains("nothing is changed", Assert.IsType<EnsureResult.Failed>(await EnsureAsync(world, f => f.EnsureEverywhereAsync(canary, CancellationToken.None))).Reason, StringComparison.Ordinal);
        Assert.Equal("OnDelete", (string?)world.Workload["spec"]!["updateStrategy"]!["type"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(PodFailure.Crash)]
    public async Task A_rollback_writes_stables_template_once_and_what_brings_the_refused_one_back_is_held(PodFailure? failure)
    {
        await using var world = await HeldAsync();
        var (stable, canary) = await RevisionsAsync(world);
        if (failure is { } how)
        {
            world.Server.Controllers.Pods.Fail("shop:v2", how);
        }

        await EnsureAsync(world, f => f.EnsureCanariesAsync(canary, stable, ["fake-node-1", "fake-node-2"], CancellationToken.None));
        await world.SettleAsync();
        ValueTask<EnsureResult> Back() => EnsureAsync(world, f => f.EnsureEverywhereAsync(stable, CancellationToken.None));
        await world.ReachAsync(Back);
        Assert.Equal(Times(6, "shop:v1"), world.Images());
        var seen = await world.LookAsync();
        Assert.Equal((canary, stable, true), (seen.WantedRevision, seen.RunningRevision, seen.IsHeld));

        await world.ImageAsync("shop:v2");
        await world.SettleAsync();
        await world.ReachAsync(Back);
        Assert.Equal(Times(6, "shop:v1"), world.Images());

        await LosePodAsync(world, "fake-node-3");
        Assert.Contains("is back", Assert.IsType<EnsureResult.Failed>(await Back()).Reason, StringComparison.Ordinal);
        Assert.Equal(canary, (await world.LookAsync()).Fleet.Nodes.Single(n => n.Name == "fake-node-3").Revision);
    }

    [Fact]
    public async Task Another_revision_in_the_middle_of_a_trial_waits_until_all_is_stable_and_is_then_put_back()
    {
        await using var world = await HeldAsync();
        var (stable, canary) = await RevisionsAsync(world);
        await world.ReachAsync(() => EnsureAsync(world, f => f.EnsureCanariesAsync(canary, stable, ["fake-node-1"], CancellationToken.None)));
        await world.ImageAsync("shop:v3");
        await world.SettleAsync();
        var newest = await world.WantedAsync();
        await world.ReachAsync(() => EnsureAsync(world, f => f.EnsureEverywhereAsync(stable, CancellationToken.None)));
        Assert.Equal(Times(6, "shop:v1"), world.Images());
        Assert.Equal(newest, await world.WantedAsync());
        await world.ReachAsync(() => EnsureAsync(world, f => f.EnsureCanariesAsync(newest, stable, ["fake-node-5"], CancellationToken.None)));
        Assert.Equal(["fake-node-5"], On(world, "shop:v3"));
        Assert.Equal(Times(5, "shop:v1"), world.Images().Where(i => i == "shop:v1"));
    }

    [Fact]
    public async Task A_lost_pod_of_a_held_daemon_set_gets_the_wanted_revision_and_is_seen_with_it()
    {
        await using var world = await HeldAsync();
        var (stable, canary) = await RevisionsAsync(world);
        await LosePodAsync(world, "fake-node-2");
        var seen = await world.LookAsync();
        Assert.Equal((canary, stable), (seen.Fleet.Nodes.Single(n => n.Name == "fake-node-2").Revision, seen.RunningRevision));
        Assert.Null(seen.Fleet.Unheld);
        await world.ReachAsync(() => EnsureAsync(world, f => f.EnsureEverywhereAsync(stable, CancellationToken.None)));
        Assert.Equal(Times(6, "shop:v1"), world.Images());
    }

    [Fact]
    public async Task Unheld_by_hand_it_is_said_to_roll_by_itself()
    {
        await using var world = await HeldAsync();
        await world.MergeAsync("""{"spec": {"updateStrategy": {"type": "RollingUpdate"}}}""");
        Assert.Contains("by itself", (await world.LookAsync()).Fleet.Unheld, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnDelete_before_any_rollout_is_a_problem_and_a_declared_strategy_one_where_no_policy_holds()
    {
        await using var own = await StartAsync(WorkloadKind.DaemonSet, spec: "\"updateStrategy\": {\"type\": \"OnDelete\"}");
        Assert.Contains("OnDelete", Assert.Single((await own.LookAsync()).Problems).What, StringComparison.Ordinal);
        await using var declared = await StartAsync(
            WorkloadKind.DaemonSet, annotations: """{"kubectl.kubernetes.io/last-applied-configuration": "{\"spec\":{\"updateStrategy\":{\"type\":\"RollingUpdate\"}}}"}""");
        Assert.Contains("kubectl apply", Assert.Single((await declared.LookAsync()).Problems).What, StringComparison.Ordinal);
        var guarded = await declared.FleetAsync(options: new KubernetesFleetOptions { Hold = () => HoldMode.ByPolicy });
        Assert.Empty((await declared.LookAsync(guarded)).Problems);
    }

    [Fact]
    public async Task Let_go_it_rolls_what_its_manifest_says()
    {
        await using var world = await HeldAsync();
        await world.ReachAsync(() => EnsureAsync(world, f => f.ReleaseAsync(false, CancellationToken.None)));
        Assert.Equal(Times(6, "shop:v2"), world.Images());
        Assert.Empty(world.Kept(Marks.Stable));
    }

    private static async Task LosePodAsync(KubernetesWorld world, string machine)
    {
        var pod = world.Pods().Single(p => (string?)p["spec"]!["nodeName"] == machine);
        await world.SendAsync("DELETE", "/api/v1/namespaces/default/pods/" + pod["metadata"]!["name"]);
        await world.SettleAsync();
    }

    private static Task<KubernetesWorld> HeldAsync(string spec = "") => Trials.HeldAsync(WorkloadKind.DaemonSet, spec: spec);
}

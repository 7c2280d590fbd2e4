using System.Text.Json.Nodes;
using Rollout.Fleets.Kubernetes;
using Rollout.Fleets.Tests.Kubernetes.World;
using static Rollout.Fleets.Tests.Kubernetes.World.KubernetesWorld;
using static Rollout.Fleets.Tests.Kubernetes.World.Trials;

namespace Rollout.Fleets.Tests.Kubernetes;

/// <summary>The ways around the hold (kubernetes-workloads.md): each is shown to be open where nothing closes it, or is reported.</summary>
public class DeploymentHoleTests
{
    /// <summary>
    /// v2 ran once and is wanted again: its empty ReplicaSet is what a paused Deployment takes up. Without a pass in between the hole is open.
    /// </summary>
    [Theory]
    [InlineData(true, "shop:v1")]
    [InlineData(false, "shop:v2")]
    public async Task Scaled_to_zero_and_back_while_held_it_comes_back_on_stable_once_a_pass_removed_what_is_left_of_the_pending_one(bool closed, string comesBack)
    {
        await using var world = await StartAsync(WorkloadKind.Deployment);
        await world.ImageAsync("shop:v2");
        await world.SettleAsync();
        await world.ImageAsync("shop:v1");
        await world.SettleAsync();
        var stable = await world.WantedAsync();
        await world.ReachAsync(async () => await (await world.FleetAsync()).EnsureEverywhereAsync(stable, CancellationToken.None));
        await world.ImageAsync("shop:v2");
        if (closed)
        {
            await world.ReachAsync(async () => await (await world.FleetAsync()).EnsureEverywhereAsync(stable, CancellationToken.None));
        }

        await world.ScaleAsync(0);
        await world.SettleAsync();
        await world.ScaleAsync(3);
        await world.SettleAsync();
        Assert.Equal(Times(3, comesBack), world.Images());
    }

    [Fact]
    public async Task At_zero_the_canary_is_at_zero_too_and_both_come_back()
    {
        await using var world = await CanaryAsync();
        var (stable, canary) = await RevisionsAsync(world);
        ValueTask<EnsureResult> One() => EnsureAsync(world, f => f.EnsureCanariesAsync(canary, stable, ["x"], CancellationToken.None));
        await world.ScaleAsync(0);
        await world.SettleAsync();
        await world.ReachAsync(One);
        Assert.Empty(world.Images());
        Assert.Equal("shop", (string?)Assert.Single(world.Canaries())["metadata"]!["labels"]![Marks.CanaryOf]);
        Assert.Equal(0, (await world.LookAsync()).Fleet.WantedNodes);

        await world.ScaleAsync(3);
        await world.SettleAsync();
        await world.ReachAsync(One);
        Assert.Equal([.. Times(3, "shop:v1"), "shop:v2"], world.Images());
    }

    [Fact]
    public async Task No_canary_is_made_while_no_pod_of_the_workload_is_ready()
    {
        await using var world = await HeldAsync();
        var (stable, canary) = await RevisionsAsync(world);
        await world.ScaleAsync(0);
        await world.SettleAsync();
        await world.ScaleAsync(2);
        await world.Server.Controllers.PumpAsync(5);
        Assert.IsType<EnsureResult.Changed>(await EnsureAsync(world, f => f.EnsureCanariesAsync(canary, stable, ["x"], CancellationToken.None)));
        Assert.Empty(world.Canaries());
    }

    [Fact]
    public async Task Unpaused_by_hand_it_is_said_to_roll_by_itself()
    {
        await using var world = await HeldAsync();
        await world.MergeAsync("""{"spec": {"paused": false}}""");
        Assert.Contains("not paused", (await world.LookAsync()).Fleet.Unheld, StringComparison.Ordinal);
        await world.SettleAsync();
        var over = await world.LookAsync();
        Assert.Equal((null, over.WantedRevision), (over.Fleet.Unheld, over.RunningRevision));
    }

    [Theory]
    [InlineData("\"paused\": true", null)]
    [InlineData("", """{"kubectl.kubernetes.io/last-applied-configuration": "{\"spec\":{\"paused\":false}}"}""")]
    public async Task A_manifest_that_declares_paused_is_a_problem_with_its_writer_and_the_way_to_mend_it(string spec, string? annotations)
    {
        await using var world = await StartAsync(WorkloadKind.Deployment, 2, spec, annotations: annotations);
        var problem = Assert.Single((await world.LookAsync()).Problems);
        Assert.Equal("Deployment default/shop spec.paused", problem.Place);
        Assert.Contains("declared by", problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_we_hold_by_ourselves_is_no_declaration()
    {
        await using var world = await HeldAsync();
        Assert.Empty((await world.LookAsync()).Problems);
    }

    [Fact]
    public async Task Without_history_scaling_to_zero_would_delete_what_runs_so_that_is_a_problem()
    {
        await using var world = await StartAsync(WorkloadKind.Deployment, 2, "\"revisionHistoryLimit\": 0");
        Assert.Equal("Deployment default/shop spec.revisionHistoryLimit", Assert.Single((await world.LookAsync()).Problems).Place);
    }

    [Fact]
    public async Task A_replica_set_under_the_canarys_name_that_is_not_ours_is_refused_by_name_and_not_touched()
    {
        await using var world = await HeldAsync();
        var (stable, canary) = await RevisionsAsync(world);
        await world.SendAsync("POST", Apps + "replicasets", $$$"""
            {"apiVersion": "apps/v1", "kind": "ReplicaSet", "metadata": {"name": "shop-canary-{{{canary}}}"}, "spec": {"replicas": 0,
             "selector": {"matchLabels": {"x": "y"}}, "template": {"metadata": {"labels": {"x": "y"}}, "spec": {"containers": [{"name": "c", "image": "i"}] } } } }
            """);
        var failed = Assert.IsType<EnsureResult.Failed>(await EnsureAsync(world, f => f.EnsureCanariesAsync(canary, stable, ["x"], CancellationToken.None)));
        Assert.Contains("not ours", failed.Reason, StringComparison.Ordinal);
        Assert.Equal(Times(4, "shop:v1"), world.Images());
        Assert.Equal(0, (int)world.Server.Read(Apps + $"replicasets/shop-canary-{canary}")!["spec"]!["replicas"]!);
    }

    /// <summary>A rollout of the same name that was deleted and made anew, say, before the old one's canary was collected.</summary>
    [Fact]
    public async Task A_canary_that_another_owner_has_is_refused_by_name_and_not_touched()
    {
        await using var world = await CanaryAsync();
        var (stable, canary) = await RevisionsAsync(world);
        var set = Assert.Single(world.Canaries());
        var other = await world.OwnerAsync("other");
        await world.MergeAsync(
            $$$"""{"metadata":{"ownerReferences":[{"apiVersion":"v1","kind":"ConfigMap","name":"other","uid":"{{{other.Uid}}}","controller":true}]}}""",
            Apps + $"replicasets/{set["metadata"]!["name"]}");
        foreach (var count in new[] { 2, 1 })
        {
            var names = Enumerable.Range(1, count).Select(i => $"x{i}").ToList();
            var failed = Assert.IsType<EnsureResult.Failed>(await EnsureAsync(world, f => f.EnsureCanariesAsync(canary, stable, names, CancellationToken.None)));
            Assert.Contains("not of this rollout", failed.Reason, StringComparison.Ordinal);
        }

        var left = Assert.Single(world.Canaries());
        Assert.Equal(("other", 1), ((string?)left["metadata"]!["ownerReferences"]![0]!["name"], (int)left["spec"]!["replicas"]!));
    }

    [Fact]
    public async Task An_orphaned_canary_is_taken_over_by_the_same_revision_and_removed_for_any_other()
    {
        await using var world = await CanaryAsync();
        var (stable, canary) = await RevisionsAsync(world);
        await world.ReachAsync(() => EnsureAsync(world, f => f.ReleaseAsync(true, CancellationToken.None)));
        Assert.Null(Assert.Single(world.Canaries())["metadata"]!["ownerReferences"]);
        await world.ReachAsync(() => EnsureAsync(world, f => f.EnsureCanariesAsync(canary, stable, ["x"], CancellationToken.None)));
        Assert.Equal("shop", (string?)Assert.Single(world.Canaries())["metadata"]!["ownerReferences"]![0]!["name"]);

        await world.ReachAsync(() => EnsureAsync(world, f => f.ReleaseAsync(true, CancellationToken.None)));
        await world.ReachAsync(() => EnsureAsync(world, f => f.EnsureEverywhereAsync(stable, CancellationToken.None)));
        Assert.Equal(Times(4, "shop:v1"), world.Images());
    }

    [Fact]
    public async Task A_canary_of_a_revision_that_is_wanted_no_more_goes_when_another_ones_is_ordered()
    {
        await using var world = await CanaryAsync();
        await world.ImageAsync("shop:v3");
        await world.SettleAsync();
        await CanariesAsync(world, 1);
        Assert.Equal([.. Times(4, "shop:v1"), "shop:v3"], world.Images());
        Assert.Single(world.Canaries());
    }

    [Fact]
    public async Task In_the_middle_of_its_own_rollout_a_workload_is_busy()
    {
        await using var world = await StartAsync(WorkloadKind.Deployment, 6);
        await world.ImageAsync("shop:v2");
        Assert.Contains("not been looked at", (await world.LookAsync()).Fleet.Busy, StringComparison.Ordinal);
        await world.SettleUntilAsync(() => world.Images().Count(i => i == "shop:v2") == 3);
        Assert.Contains("both run", (await world.LookAsync()).Fleet.Busy, StringComparison.Ordinal);
        await world.SettleAsync();
        Assert.Null((await world.LookAsync()).Fleet.Busy);
    }

    [Fact]
    public async Task An_autoscaler_in_the_middle_of_canaries_and_of_a_promotion_changes_the_size_and_nothing_else()
    {
        await using var world = await CanaryAsync(4);
        var (stable, canary) = await RevisionsAsync(world);
        await world.ScaleAsync(8);
        await world.SettleAsync();
        await world.ReachAsync(() => EnsureAsync(world, f => f.EnsureCanariesAsync(canary, stable, ["x"], CancellationToken.None)));
        Assert.Equal([.. Times(8, "shop:v1"), "shop:v2"], world.Images());
        Assert.Equal(8, (await world.LookAsync()).Fleet.WantedNodes);

        await EnsureAsync(world, f => f.EnsureEverywhereAsync(canary, CancellationToken.None));
        await world.SettleUntilAsync(() => world.Images().Count(i => i == "shop:v2") >= 4);
        await world.ScaleAsync(5);
        await world.ReachAsync(() => EnsureAsync(world, f => f.EnsureEverywhereAsync(canary, CancellationToken.None)));
        Assert.Equal(Times(5, "shop:v2"), world.Images());
    }

    [Theory]
    [InlineData("Background")]
    [InlineData("Orphan")]
    public async Task When_the_workload_is_deleted_the_canary_follows_it(string propagation)
    {
        await using var world = await CanaryAsync();
        var (stable, canary) = await RevisionsAsync(world);
        await world.SendAsync("DELETE", world.Path, $$"""{"propagationPolicy": "{{propagation}}"}""");
        await world.SettleAsync();
        await world.ReachAsync(() => EnsureAsync(world, f => f.EnsureCanariesAsync(canary, stable, ["x"], CancellationToken.None)));
        Assert.Empty(world.Canaries());
        Assert.IsType<Planning.Observed<WorkloadObservation>.Missing>(await (await world.FleetAsync()).LookAsync(CancellationToken.None));
        await world.ReachAsync(() => EnsureAsync(world, f => f.ReleaseAsync(false, CancellationToken.None)));
        Assert.Empty(world.Kept(Marks.Stable));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Deleted_with_a_canary_the_rollout_lets_go_or_leaves_all_as_it_is(bool orphan)
    {
        await using var world = await CanaryAsync();
        await world.ReachAsync(() => EnsureAsync(world, f => f.ReleaseAsync(orphan, CancellationToken.None)));

        // Before an uninstall the rollout itself stays: nothing is left to the collection of what it owns.
        Assert.Equal(orphan ? 1 : 0, world.Canaries().Count);
        await world.SendAsync("DELETE", "/api/v1/namespaces/default/configmaps/shop");
        await world.SettleAsync();
        Assert.Equal(orphan ? [.. Times(4, "shop:v1"), "shop:v2"] : Times(4, "shop:v2"), world.Images());
        Assert.Equal(orphan, (bool?)world.Workload["spec"]!["paused"] == true);
        Assert.Equal(orphan ? "shop" : null, (string?)world.Workload["metadata"]!["labels"]?[Marks.Rollout]);
    }

    [Fact]
    public async Task Deleted_in_the_middle_of_a_way_back_it_gives_the_users_template_back()
    {
        await using var world = await CanaryAsync(6);
        var (stable, canary) = await RevisionsAsync(world);
        await EnsureAsync(world, f => f.EnsureEverywhereAsync(canary, CancellationToken.None));
        await world.SettleUntilAsync(() => world.Images().Count(i => i == "shop:v2") >= 3);
        await EnsureAsync(world, f => f.EnsureEverywhereAsync(stable, CancellationToken.None));
        await world.ReachAsync(() => EnsureAsync(world, f => f.ReleaseAsync(false, CancellationToken.None)));
        Assert.Equal(Times(6, "shop:v2"), world.Images());
        Assert.Empty(world.Server.Snapshot("controllerrevisions"));
    }

    private static Task<KubernetesWorld> HeldAsync() => Trials.HeldAsync(WorkloadKind.Deployment);

    private static Task<KubernetesWorld> CanaryAsync(int replicas = 4) => Trials.CanaryAsync(WorkloadKind.Deployment, replicas);
}

using Rollout.FakeKubernetes.Controllers;
using Rollout.Fleets.Kubernetes;
using Rollout.Fleets.Tests.Kubernetes.World;
using static Rollout.Fleets.Tests.Kubernetes.World.KubernetesWorld;
using static Rollout.Fleets.Tests.Kubernetes.World.Trials;

namespace Rollout.Fleets.Tests.Kubernetes;

public class StatefulSetFleetTests
{
    [Fact]
    public async Task Adoption_closes_the_partition_and_a_new_template_moves_no_pod()
    {
        await using var world = await HeldAsync();
        var seen = await world.LookAsync();
        Assert.Equal(Times(5, "shop:v1"), world.Images());
        Assert.NotEqual(seen.RunningRevision, seen.WantedRevision);
        Assert.Equal((true, 5, null, null), (seen.IsHeld, seen.Fleet.WantedNodes, seen.Fleet.Unheld, seen.Fleet.Busy));
        Assert.Equal(["shop-0", "shop-1", "shop-2", "shop-3", "shop-4"], seen.Fleet.Nodes.Select(n => n.Name));
        Assert.Equal(["shop-4", "shop-3", "shop-2", "shop-1"], seen.Fleet.Places!.Names);
        Assert.Equal([seen.RunningRevision!], world.Kept(Marks.Stable));
    }

    [Fact]
    public async Task The_highest_pods_are_the_canaries_and_never_all()
    {
        await using var world = await HeldAsync();
        await CanariesAsync(world, 1);
        Assert.Equal(["shop-4"], On(world, "shop:v2"));
        await CanariesAsync(world, 2);
        Assert.Equal(["shop-3", "shop-4"], On(world, "shop:v2"));
        await CanariesAsync(world, 1);
        Assert.Equal(["shop-4"], On(world, "shop:v2"));
        await CanariesAsync(world, 9);
        Assert.Equal(["shop-0"], On(world, "shop:v1"));
    }

    [Fact]
    public async Task A_promotion_is_over_when_the_current_revision_is_the_judged_one_and_it_is_held_again()
    {
        await using var world = await HeldAsync();
        await CanariesAsync(world, 1);
        var (stable, canary) = await RevisionsAsync(world);
        await world.ReachAsync(() => EnsureAsync(world, f => f.EnsureEverywhereAsync(canary, CancellationToken.None)));
        Assert.Equal(Times(5, "shop:v2"), world.Images());
        var seen = await world.LookAsync();
        Assert.Equal((canary, canary, true), (seen.RunningRevision, seen.WantedRevision, seen.IsHeld));
        Assert.Equal([canary], world.Kept(Marks.Stable));
        var failed = Assert.IsType<EnsureResult.Failed>(await EnsureAsync(world, f => f.EnsureCanariesAsync(canary, stable, ["x"], CancellationToken.None)));
        Assert.Contains(stable, failed.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "OrderedReady")]
    [InlineData(PodFailure.Crash, "OrderedReady")]
    [InlineData(PodFailure.Crash, "Parallel")]
    public async Task A_rollback_brings_canaries_back_though_they_are_broken(PodFailure? failure, string policy)
    {
        await using var world = await HeldAsync(spec: $"\"podManagementPolicy\": \"{policy}\"");
        if (failure is { } how)
        {
            world.Server.Controllers.Pods.Fail("shop:v2", how);
        }

        var (stable, canary) = await RevisionsAsync(world);
        for (var i = 0; i < 3; i++)
        {
            await EnsureAsync(world, f => f.EnsureCanariesAsync(canary, stable, ["a", "b"], CancellationToken.None));
            await world.SettleAsync();
        }

        if (failure is not null)
        {
            Assert.Contains("CrashLoopBackOff", (await world.LookAsync()).Fleet.DeployFailure!.Reason, StringComparison.Ordinal);
        }

        await world.ReachAsync(() => EnsureAsync(world, f => f.EnsureEverywhereAsync(stable, CancellationToken.None)));
        Assert.Equal(Times(5, "shop:v1"), world.Images());
        Assert.Equal((canary, stable), ((await world.LookAsync()).WantedRevision, (await world.LookAsync()).RunningRevision));
        Assert.All(world.Pods(), p => Assert.True(IsReady(p)));
    }

    [Fact]
    public async Task A_promotion_is_taken_back_in_the_middle()
    {
        await using var world = await HeldAsync();
        var (stable, canary) = await RevisionsAsync(world);
        await EnsureAsync(world, f => f.EnsureCanariesAsync(canary, stable, ["a"], CancellationToken.None));
        await EnsureAsync(world, f => f.EnsureEverywhereAsync(canary, CancellationToken.None));
        await world.SettleUntilAsync(() => On(world, "shop:v2").Count >= 3);
        await world.ReachAsync(() => EnsureAsync(world, f => f.EnsureEverywhereAsync(stable, CancellationToken.None)));
        Assert.Equal(Times(5, "shop:v1"), world.Images());
        Assert.Equal(canary, await world.WantedAsync());
    }

    /// <summary>The platform took the refused revision for its current one a moment before the way back was ordered.</summary>
    [Fact]
    public async Task A_promotion_that_has_just_ended_is_taken_back_by_its_template_and_the_refused_one_waits_again()
    {
        await using var world = await HeldAsync();
        var (stable, canary) = await RevisionsAsync(world);
        await EnsureAsync(world, f => f.EnsureEverywhereAsync(canary, CancellationToken.None));
        await world.SettleAsync();
        Assert.Equal(Times(5, "shop:v2"), world.Images());
        await world.ReachAsync(() => EnsureAsync(world, f => f.EnsureEverywhereAsync(stable, CancellationToken.None)));
        Assert.Equal(Times(5, "shop:v1"), world.Images());
        Assert.Equal((canary, stable, true), ((await world.LookAsync()).WantedRevision, (await world.LookAsync()).RunningRevision, (await world.LookAsync()).IsHeld));
        Assert.Empty(world.Kept(Marks.Displaced));
    }

    [Fact]
    public async Task Scaled_up_while_held_new_pods_come_on_stable()
    {
        await using var world = await HeldAsync();
        await world.ScaleAsync(8);
        await world.SettleAsync();
        Assert.Equal(Times(8, "shop:v1"), world.Images());
    }

    /// <summary>The open partition gives the canary's revision to new pods: they count as canaries, and the next pass has one again.</summary>
    [Fact]
    public async Task Scaled_up_with_a_canary_the_partition_follows_and_what_was_too_much_goes_back()
    {
        await using var world = await HeldAsync();
        await CanariesAsync(world, 1);
        await world.ScaleAsync(8);
        await world.SettleAsync();
        Assert.Equal(["shop-4", "shop-5", "shop-6", "shop-7"], On(world, "shop:v2"));
        var (stable, canary) = await RevisionsAsync(world);
        await world.ReachAsync(() => EnsureAsync(world, f => f.EnsureCanariesAsync(canary, stable, ["shop-7"], CancellationToken.None)));
        Assert.Equal(["shop-7"], On(world, "shop:v2"));

        await world.ScaleAsync(3);
        await world.SettleAsync();
        Assert.Empty(On(world, "shop:v2"));
        await world.ReachAsync(() => EnsureAsync(world, f => f.EnsureCanariesAsync(canary, stable, ["shop-2"], CancellationToken.None)));
        Assert.Equal(["shop-2"], On(world, "shop:v2"));
    }

    [Theory]
    [InlineData(true, "shop:v1")]
    [InlineData(false, "shop:v2")]
    public async Task Scaled_to_zero_and_back_it_comes_back_on_stable_once_a_pass_gave_stables_template_back(bool closed, string comesBack)
    {
        await using var world = await HeldAsync();
        var (stable, canary) = await RevisionsAsync(world);
        await world.ScaleAsync(0);
        await world.SettleAsync();
        if (closed)
        {
            await world.ReachAsync(() => EnsureAsync(world, f => f.EnsureEverywhereAsync(stable, CancellationToken.None)));
            Assert.Equal(canary, await world.WantedAsync());
        }

        await world.ScaleAsync(3);
        await world.SettleAsync();
        Assert.Equal(Times(3, comesBack), world.Images());
        if (closed)
        {
            await world.ReachAsync(() => EnsureAsync(world, f => f.EnsureEverywhereAsync(stable, CancellationToken.None)));
            Assert.Equal((canary, stable, true), ((await world.LookAsync()).WantedRevision, (await world.LookAsync()).RunningRevision, (await world.LookAsync()).IsHeld));
            Assert.Empty(world.Kept(Marks.Displaced));
            Assert.Equal(Times(3, "shop:v1"), world.Images());
        }
    }

    [Fact]
    public async Task Scaled_to_zero_and_back_in_a_trial_the_canary_comes_back_alone()
    {
        await using var world = await HeldAsync();
        var (stable, canary) = await RevisionsAsync(world);
        ValueTask<EnsureResult> One() => EnsureAsync(world, f => f.EnsureCanariesAsync(canary, stable, ["x"], CancellationToken.None));
        await world.ReachAsync(One);
        await world.ScaleAsync(0);
        await world.SettleAsync();
        await world.ReachAsync(One);
        await world.ScaleAsync(4);
        await world.SettleAsync();
        Assert.Equal(Times(4, "shop:v1"), world.Images());
        await world.ReachAsync(One);
        Assert.Equal(["shop-3"], On(world, "shop:v2"));
    }

    [Fact]
    public async Task Opened_by_hand_it_is_said_to_roll_by_itself_and_one_pod_leaves_no_room()
    {
        await using var world = await HeldAsync();
        await world.MergeAsync("""{"spec": {"updateStrategy": {"rollingUpdate": {"partition": 0}}}}""");
        Assert.Contains("by itself", (await world.LookAsync()).Fleet.Unheld, StringComparison.Ordinal);
        await world.ScaleAsync(1);
        await world.SettleAsync();
        Assert.Contains("one pod", (await world.LookAsync()).Fleet.NoCapacity, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"updateStrategy\": {\"type\": \"OnDelete\"}", null, "spec.updateStrategy.type")]
    [InlineData("", """{"kubectl.kubernetes.io/last-applied-configuration": "{\"spec\":{\"updateStrategy\":{\"rollingUpdate\":{\"partition\":1}}}}"}""",
        "spec.updateStrategy.rollingUpdate.partition")]
    public async Task What_undoes_the_hold_is_a_problem(string spec, string? annotations, string field)
    {
        await using var world = await StartAsync(WorkloadKind.StatefulSet, 2, spec, annotations: annotations);
        Assert.EndsWith(field, Assert.Single((await world.LookAsync()).Problems).Place, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_default_partition_is_no_declaration()
    {
        await using var world = await StartAsync(WorkloadKind.StatefulSet, 2);
        Assert.Empty((await world.LookAsync()).Problems);
    }

    [Fact]
    public async Task Let_go_it_rolls_what_its_manifest_says()
    {
        await using var world = await HeldAsync();
        await CanariesAsync(world, 1);
        await world.ReachAsync(() => EnsureAsync(world, f => f.ReleaseAsync(false, CancellationToken.None)));
        Assert.Equal(Times(5, "shop:v2"), world.Images());
        Assert.Equal((0, null), ((int)world.Workload["spec"]!["updateStrategy"]!["rollingUpdate"]!["partition"]!, (string?)world.Workload["metadata"]!["labels"]?[Marks.Rollout]));
    }

    private static Task<KubernetesWorld> HeldAsync(string spec = "") => Trials.HeldAsync(WorkloadKind.StatefulSet, 5, spec);
}

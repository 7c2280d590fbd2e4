using Rollout.FakeKubernetes.Controllers;
using Rollout.Fleets.Kubernetes;
using Rollout.Fleets.Tests.Kubernetes.World;
using Rollout.Judge;
using Rollout.Planning;
using static Rollout.Fleets.Tests.Kubernetes.World.KubernetesWorld;

namespace Rollout.Fleets.Tests.Kubernetes;

/// <summary>Planner and fleets together, on each kind of workload with six nodes.</summary>
public class PlannedRolloutTests
{
    public static TheoryData<WorkloadKind> Kinds => [.. Enum.GetValues<WorkloadKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_is_judged_good_goes_from_stage_to_stage_to_every_node(WorkloadKind kind)
    {
        await using var world = await StartAsync(kind, 6);
        var rollout = await JudgedAsync(world);
        Assert.Equal(1, world.Images().Count(i => i == "shop:v2"));
        Assert.DoesNotContain('#', Assert.Single(rollout.Now.CanaryNodes));
        rollout.Verdict = Verdict.NoWorse;
        await rollout.UntilAsync(p => p.Stage?.Nodes == 3 && p.Phase == Phase.Judging);
        Assert.Equal(3, world.Images().Count(i => i == "shop:v2"));
        await rollout.UntilAsync(Phase.Promoted);
        await rollout.AfterAsync(3);
        Assert.Equal(Times(6, "shop:v2"), world.Images());
        Assert.Equal((Phase.Promoted, true, null), (rollout.Now.Phase, (await world.LookAsync()).IsHeld, rollout.TooMany));
        Assert.Empty(rollout.Failures);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Harm_takes_it_back_and_it_is_not_tried_again(WorkloadKind kind)
    {
        await using var world = await StartAsync(kind, 6);
        var rollout = await JudgedAsync(world);
        rollout.Verdict = Verdict.Worse;
        await rollout.UntilAsync(Phase.RolledBack);
        rollout.Verdict = Verdict.Insufficient;
        Assert.Equal(Phase.RolledBack, await rollout.AfterAsync(5));
        Assert.Equal(Times(6, "shop:v1"), world.Images());
        Assert.Equal(await world.WantedAsync(), Assert.Single(rollout.Now.RefusedRevisions).Revision);

        await RetryAsync(world, rollout);
        await rollout.UntilAsync(Phase.Judging);
        Assert.Equal(1, world.Images().Count(i => i == "shop:v2"));
    }

    [Theory]
    [InlineData(WorkloadKind.Deployment, PodFailure.Crash, "CrashLoopBackOff")]
    [InlineData(WorkloadKind.Deployment, PodFailure.ImagePull, "ImagePullBackOff")]
    [InlineData(WorkloadKind.StatefulSet, PodFailure.Crash, "CrashLoopBackOff")]
    [InlineData(WorkloadKind.StatefulSet, PodFailure.ImagePull, "ImagePullBackOff")]
    [InlineData(WorkloadKind.DaemonSet, PodFailure.Crash, "CrashLoopBackOff")]
    [InlineData(WorkloadKind.DaemonSet, PodFailure.ImagePull, "ImagePullBackOff")]
    public async Task A_canary_that_crashes_or_has_no_image_is_refused_at_once_with_its_own_reason(WorkloadKind kind, PodFailure failure, string reason)
    {
        await using var world = await StartAsync(kind, 6);
        world.Server.Controllers.Pods.Fail("shop:v2", failure);
        var rollout = new PlannedRollout(world);
        await rollout.UntilAsync(Phase.Idle);
        await world.ImageAsync("shop:v2");
        var begun = world.Time.GetUtcNow();
        await rollout.UntilAsync(Phase.RolledBack);
        Assert.True(world.Time.GetUtcNow() - begun < TimeSpan.FromMinutes(5), "it waited for the progress deadline");
        Assert.Equal(Reasons.DeployFailed, rollout.Now.RefusedRevisions[0].Reason);
        Assert.Contains(reason, rollout.Now.RefusedRevisions[0].Message, StringComparison.Ordinal);
        await rollout.AfterAsync(3);
        Assert.Equal(Times(6, "shop:v1"), world.Images());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_canary_that_no_machine_takes_holds_past_the_progress_deadline_and_is_not_refused(WorkloadKind kind)
    {
        await using var world = await StartAsync(kind, 6);
        world.Server.Controllers.Pods.Fail("shop:v2", PodFailure.Unschedulable);
        var rollout = new PlannedRollout(world);
        await rollout.UntilAsync(Phase.Idle);
        await world.ImageAsync("shop:v2");
        await rollout.UntilAsync(p => p.Reason == Reasons.NoCapacity);
        world.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((Phase.Held, Reasons.NoCapacity), (await rollout.AfterAsync(5), rollout.Now.Reason));
        Assert.Empty(rollout.Now.RefusedRevisions);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_new_revision_in_the_middle_begins_again_at_stage_one(WorkloadKind kind)
    {
        await using var world = await StartAsync(kind, 6);
        var rollout = await JudgedAsync(world);
        rollout.Verdict = Verdict.NoWorse;
        await rollout.UntilAsync(p => p.Stage?.Nodes == 3 && p.Phase == Phase.Judging);
        rollout.Verdict = Verdict.Insufficient;
        await world.ImageAsync("shop:v3");
        await rollout.UntilAsync(p => p.Phase == Phase.Judging && p.Trial == 2);
        Assert.Equal([.. Times(kind == WorkloadKind.Deployment ? 6 : 5, "shop:v1"), "shop:v3"], world.Images());
        Assert.Equal(OutcomeResult.Superseded, rollout.Now.Outcomes[0].Result);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Aborted_at_any_pass_it_ends_on_stable_and_refused(WorkloadKind kind)
    {
        for (var passes = 1; passes <= 26; passes += 5)
        {
            await using var world = await StartAsync(kind, 6);
            var rollout = new PlannedRollout(world) { Verdict = Verdict.NoWorse };
            await rollout.UntilAsync(Phase.Idle);
            await world.ImageAsync("shop:v2");
            await rollout.AfterAsync(passes);
            if (rollout.Now.Phase == Phase.Promoted)
            {
                break;
            }

            rollout.Order(OrderKind.Abort);
            rollout.Verdict = Verdict.Insufficient;
            await rollout.UntilAsync(Phase.RolledBack);
            await rollout.AfterAsync(4);
            Assert.Equal(Times(6, "shop:v1"), world.Images());
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_lost_canary_comes_back_and_warms_up_again(WorkloadKind kind)
    {
        await using var world = await StartAsync(kind, 6);
        var rollout = await JudgedAsync(world);
        var pod = world.Pods().Single(p => (string?)p["spec"]!["containers"]![0]!["image"] == "shop:v2");
        await world.SendAsync("DELETE", "/api/v1/namespaces/default/pods/" + pod["metadata"]!["name"]);
        rollout.Phases.Clear();
        await rollout.UntilAsync(p => p.Phase == Phase.Judging && rollout.Phases.Contains(Phase.WarmingUp));
        Assert.Equal(1, world.Images().Count(i => i == "shop:v2"));
        Assert.Empty(rollout.Now.RefusedRevisions);
    }

    [Theory]
    [InlineData(WorkloadKind.Deployment, 6)]
    [InlineData(WorkloadKind.StatefulSet, 5)]
    public async Task Scaled_to_zero_and_back_the_trial_goes_on_with_its_canary(WorkloadKind kind, int stable)
    {
        await using var world = await StartAsync(kind, 6);
        var rollout = await JudgedAsync(world);
        await world.ScaleAsync(0);
        await rollout.AfterAsync(4);
        await world.ScaleAsync(6);
        await rollout.UntilAsync(p => p.Phase == Phase.Judging && world.Images().Contains("shop:v2"));
        Assert.Equal([.. Times(stable, "shop:v1"), "shop:v2"], world.Images());
        Assert.Equal((1, 0), (rollout.Now.Trial, rollout.Now.RefusedRevisions.Count));
    }

    [Theory]
    [InlineData(WorkloadKind.Deployment, """{"spec": {"paused": false}}""")]
    [InlineData(WorkloadKind.StatefulSet, """{"spec": {"updateStrategy": {"rollingUpdate": {"partition": 0}}}}""")]
    [InlineData(WorkloadKind.DaemonSet, """{"spec": {"updateStrategy": {"type": "RollingUpdate"}}}""")]
    public async Task Let_go_by_hand_it_stands_aside_and_takes_what_runs_for_stable(WorkloadKind kind, string patch)
    {
        await using var world = await StartAsync(kind, 6);
        var rollout = await JudgedAsync(world);
        await world.MergeAsync(patch);
        await rollout.PassAsync();
        Assert.Equal((Phase.Bypassed, Reasons.Unheld), (rollout.Now.Phase, rollout.Now.Reason));
        await rollout.UntilAsync(Phase.Idle);
        await rollout.AfterAsync(3);
        Assert.Equal((await world.WantedAsync(), true), (rollout.Now.StableRevision, (await world.LookAsync()).IsHeld));
        Assert.Equal(Times(6, "shop:v2"), world.Images());
    }

    [Fact]
    public async Task A_machine_that_joins_a_held_daemon_set_counts_as_its_first_canary()
    {
        await using var world = await StartAsync(WorkloadKind.DaemonSet);
        var rollout = new PlannedRollout(world);
        await rollout.UntilAsync(Phase.Idle);
        await world.ImageAsync("shop:v2");
        await world.SendAsync("POST", "/api/v1/nodes", """
            {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "new", "labels": {"kubernetes.io/hostname": "new", "topology.kubernetes.io/zone": "zone-0"}}}
            """);
        await world.SettleAsync();
        await rollout.UntilAsync(Phase.Judging);
        Assert.Equal("new", Assert.Single(rollout.Now.CanaryNodes));
        Assert.Equal([.. Times(6, "shop:v1"), "shop:v2"], world.Images());
    }

    /// <summary>v2 is judged on its first canary, and nothing is known of it yet.</summary>
    private static async Task<PlannedRollout> JudgedAsync(KubernetesWorld world)
    {
        var rollout = new PlannedRollout(world);
        await rollout.UntilAsync(Phase.Idle);
        await world.ImageAsync("shop:v2");
        await rollout.UntilAsync(Phase.Judging);
        return rollout;
    }

    /// <summary>A retry names what is refused, and is given after it.</summary>
    private static async Task RetryAsync(KubernetesWorld world, PlannedRollout rollout)
    {
        world.Time.Advance(TimeSpan.FromMinutes(1));
        rollout.Order(OrderKind.Retry, await world.WantedAsync());
    }
}

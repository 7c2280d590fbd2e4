using System.Text.Json.Nodes;
using Rollout.Kubernetes.Rest;
using Rollout.Recording;
using Rollout.Server.Operator;
using Rollout.Support;

namespace Rollout.Operator.Tests;

public sealed class AdoptionsTests
{
    private static readonly RolloutKey A = new("s", "a");
    private static readonly RolloutKey B = new("s", "b");
    private static readonly RolloutKey C = new("s", "c");
    private readonly ManualTime time = new(new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void So_many_begin_and_the_others_are_woken_in_the_order_in_which_they_came()
    {
        var adoptions = new Adoptions(1, TimeSpan.FromSeconds(30), time);
        Assert.True(adoptions.TryBegin(A));
        Assert.False(adoptions.TryBegin(B));
        Assert.False(adoptions.TryBegin(C));
        Assert.False(adoptions.TryBegin(B));
        Assert.True(adoptions.TryBegin(A));
        Assert.Equal(B, adoptions.End(A));
        Assert.True(adoptions.TryBegin(B));
        Assert.Equal(C, adoptions.End(B));
        Assert.True(adoptions.TryBegin(C));
        Assert.Null(adoptions.End(C));
    }

    [Fact]
    public void Whoever_goes_while_waiting_is_not_woken_and_frees_no_place()
    {
        var adoptions = new Adoptions(1, TimeSpan.FromSeconds(30), time);
        Assert.True(adoptions.TryBegin(A));
        Assert.False(adoptions.TryBegin(B));
        Assert.False(adoptions.TryBegin(C));
        Assert.Null(adoptions.End(B));
        Assert.False(adoptions.TryBegin(B));
        Assert.Equal(C, adoptions.End(A));
    }

    [Fact]
    public void What_comes_to_no_end_makes_room_after_its_time_and_ends_without_waking_anybody()
    {
        var adoptions = new Adoptions(1, TimeSpan.FromSeconds(30), time);
        Assert.True(adoptions.TryBegin(A));
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(adoptions.TryBegin(B));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(adoptions.TryBegin(B));
        Assert.False(adoptions.TryBegin(C));
        Assert.Null(adoptions.End(A));
        Assert.Equal(C, adoptions.End(B));
    }

    [Fact]
    public async Task All_rollouts_of_a_cluster_are_taken_up_though_few_at_a_time()
    {
        await using var ground = await Ground.OpenAsync(rollout: null);
        var names = Enumerable.Range(1, 5).Select(i => $"s{i}").ToList();
        foreach (var name in names)
        {
            await CreateAsync(ground, name);
        }

        await using var controller = await ground.ControlAsync(change: options => options with { AdoptedAtOnce = 1 });
        var most = 0;
        await ground.UntilAsync(() =>
        {
            most = Math.Max(most, controller.Term?.Reconciler.LiveCount ?? 0);
            return names.TrueForAll(name => ground.Phase(name) == "Idle");
        });
        Assert.InRange(most, 1, 2);
    }

    /// <summary>The clock is the system's: whoever waited for a ghost's time to pass would wait for two minutes.</summary>
    [Fact]
    public async Task Rollouts_without_a_workload_hold_up_nobody()
    {
        await using var ground = await Ground.OpenAsync(rollout: null);
        foreach (var name in new[] { "a-ghost", "b-ghost", "c-shop" })
        {
            await CreateAsync(ground, name, hasWorkload: name == "c-shop");
        }

        await using var controller = await ground.ControlAsync(change: options => options with { AdoptedAtOnce = 1 });
        await ground.UntilAsync(() => ground.Phase("c-shop") == "Idle");
    }

    private static async Task CreateAsync(Ground ground, string name, bool hasWorkload = true)
    {
        if (hasWorkload)
        {
            await CreateWorkloadAsync(ground, name);
        }

        Ground.Ok(await ground.Admin.Resources(ResourceKinds.Untyped(OperatorKinds.RolloutType)).CreateAsync((JsonObject)JsonNode.Parse($$$"""
            {"apiVersion": "staggered.dev/v1alpha1", "kind": "StaggeredRollout", "metadata": {"name": "{{{name}}}", "namespace": "{{{ground.Space}}}"},
             "spec": {"workload": {"kind": "Deployment", "name": "{{{name}}}"}, "metrics": [{"name": "orders", "metricRef": {"name": "orders"}, "role": "Objective"}]} }
            """)!, WriteOptions.Default, default));
    }

    private static async Task CreateWorkloadAsync(Ground ground, string name) =>
        Ground.Ok(await ground.Admin.Resources(ResourceKinds.Untyped(new ResourceType("apps", "v1", "deployments", "Deployment"))).CreateAsync((JsonObject)JsonNode.Parse($$$"""
            {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "{{{name}}}", "namespace": "{{{ground.Space}}}"},
             "spec": {"replicas": 2, "selector": {"matchLabels": {"app": "{{{name}}}"}}, "template": {"metadata": {"labels": {"app": "{{{name}}}"}},
              "spec": {"containers": [{"name": "shop", "image": "shop:1"}]} } } }
            """)!, WriteOptions.Default, default));
}

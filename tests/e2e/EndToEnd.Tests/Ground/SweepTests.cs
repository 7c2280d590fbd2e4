using System.Text.Json.Nodes;
using Rollout.Kubernetes.Rest;

namespace Rollout.EndToEnd.Tests.Ground;

/// <summary>
/// What a run that was interrupted left is found by its mark and goes. With E2E_SWEEP this is the sweep itself: tests/e2e/run.sh runs it after such a run.
/// </summary>
public class SweepTests
{
    [Fact]
    public async Task Whatever_a_run_that_was_killed_left_behind_goes_and_what_others_made_stays()
    {
        var interrupted = Environment.GetEnvironmentVariable("E2E_SWEEP") is { Length: > 0 } given ? given : null;
        var cluster = new SweptCluster(interrupted);
        try
        {
            if (interrupted is null)
            {
                await cluster.InitializeAsync();
                await LeaveAsync(cluster);
            }
            else
            {
                await cluster.ConnectOnlyAsync();
            }

            Assert.Empty(await Sweep.RunAsync(cluster.Client, cluster.Options.Run, cluster.Options.Patience));
            if (interrupted is null)
            {
                var spaces = await cluster.Client.Resources(ResourceKinds.Untyped(Kinds.Namespaces)).ListAsync(new ListOptions(), CancellationToken.None);
                Assert.True(spaces.TryGet(out var found, out _));
                Assert.Equal(["default", "kube-system", "others"], found.Items.Select(n => (string?)n["metadata"]!["name"]).Order(StringComparer.Ordinal));
                var definitions = await cluster.Client.Resources(ResourceKinds.Untyped(Kinds.Definitions)).ListAsync(new ListOptions(), CancellationToken.None);
                Assert.True(definitions.TryGet(out var left, out _));
                Assert.Empty(left.Items);
            }
        }
        finally
        {
            await cluster.DisposeAsync();
        }
    }

    /// <summary>A definition takes its objects with it, so it stays where somebody else has one; and it is said.</summary>
    [Fact]
    public async Task A_definition_of_which_somebody_else_has_an_object_by_now_stays_and_that_is_told()
    {
        var cluster = new SweptCluster(null);
        try
        {
            await cluster.InitializeAsync();
            var metrics = cluster.Client.Resources(ResourceKinds.Untyped(Kinds.Metrics));
            var metric = Manifests.Metric(new Uri("http://127.0.0.1:9"), cluster.Options);
            metric["metadata"]!["namespace"] = "default";
            ClusterUnderTest.Demand(await Insisting.OnAsync(() => metrics.CreateAsync(metric, WriteOptions.Default, CancellationToken.None)));
            var told = Assert.Single(await Sweep.RunAsync(cluster.Client, cluster.Options.Run, cluster.Options.Patience));
            Assert.Contains("businessmetrics.staggered.dev: default/orders", told, StringComparison.Ordinal);
            Assert.True((await metrics.GetAsync(new ObjectKey("default", "orders"), CancellationToken.None)).TryGet(out _, out _));
            await metrics.DeleteAsync(new ObjectKey("default", "orders"), DeleteOptions.Default, CancellationToken.None);
        }
        finally
        {
            await cluster.DisposeAsync();
        }
    }

    /// <summary>A namespace with a shop and a rollout whose controller is gone, its finalizer left; and another's namespace.</summary>
    private static async Task LeaveAsync(ClusterUnderTest cluster)
    {
        var ground = await Playground.BareAsync(cluster, "Deployment");
        await ground.FurnishAsync(1);
        var rollout = Manifests.Rollout("shop", "Deployment", cluster.Options, null);
        rollout["metadata"]!["finalizers"] = new JsonArray("staggered.dev/release");
        await ground.ApplyAsync(Kinds.Rollouts, rollout);
        await ground.AbandonAsync();
        ClusterUnderTest.Demand(await cluster.Client.Resources(ResourceKinds.Untyped(Kinds.Namespaces)).CreateAsync(
            new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = "others" } }, WriteOptions.Default, CancellationToken.None));
    }

    private sealed class SweptCluster : ClusterUnderTest
    {
        public SweptCluster(string? run) => Options = run is null ? new SuiteOptions { Kubeconfig = null } : new SuiteOptions { Run = run };
    }
}

using System.Text.Json.Nodes;
using Rollout.EndToEnd.Tests.Ground;

namespace Rollout.EndToEnd.Tests.Scenarios;

/// <summary>`rollout release --all`, as before an uninstall.</summary>
[Collection(Suite.Name)]
public class ReleaseTests(ClusterUnderTest cluster)
{
    [Fact]
    public async Task Every_workload_is_let_go_and_afterwards_nothing_waits_for_a_controller_that_is_gone()
    {
        await using var ground = await Playground.OpenAsync(cluster, "Deployment", controller: false);
        var controller = ground.Control(elects: true);
        await ground.OnTrialAsync(new JsonObject { ["stages"] = new JsonArray(new JsonObject { ["nodes"] = 1, ["tolerance"] = "0.3", ["minDuration"] = "50m" }) });
        await controller.StopAsync();

        var said = JsonNode.Parse(await ground.RunAsync("release", "--all", "-o", "json"))!["released"]!.AsArray();
        Assert.Equal(($"{ground.Namespace}/shop", null), ((string?)Assert.Single(said)!["rollout"], (string?)said[0]!["trouble"]));
        var rollout = await ground.FindAsync(Kinds.Rollouts, "shop");
        Assert.Empty(rollout!["metadata"]!["finalizers"]?.AsArray() ?? []);
        var workload = await ground.WorkloadAsync();
        Assert.DoesNotContain(workload["metadata"]!["labels"]?.AsObject().Select(l => l.Key) ?? [], k => k.StartsWith("staggered.dev/", StringComparison.Ordinal));
        Assert.Null(workload["spec"]!["paused"]);
        await ground.UntilAsync(async () => !(await ground.ListAsync(Kinds.ReplicaSets)).Any(s => s["metadata"]!["labels"]?["staggered.dev/canary-of"] is not null));
        await ground.AllRunAsync("v2", 4);

        // As the definitions go with an uninstall: nobody has to take a finalizer away by hand.
        await ground.DeleteAsync(Kinds.Rollouts, "shop");
        Assert.Null(await ground.FindAsync(Kinds.Rollouts, "shop"));
    }
}

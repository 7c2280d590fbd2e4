using System.Text.Json.Nodes;
using Rollout.EndToEnd.Tests.Ground;

namespace Rollout.EndToEnd.Tests.Scenarios;

/// <summary>A rollout that goes in the middle of a trial leaves nothing behind.</summary>
[Collection(Suite.Name)]
public class DeletionTests(ClusterUnderTest cluster)
{
    public static TheoryData<string> Kinds => Suite.Kinds;

    /// <summary>What waits in the template is then rolled out by the platform: its manifest says so.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Deleted_in_the_middle_of_a_trial_it_lets_the_workload_go(string kind)
    {
        await using var ground = await Playground.OpenAsync(cluster, kind);
        await ground.OnTrialAsync(Undecided());
        var pods = await ground.PodsAsync();
        await ground.DeleteAsync(Ground.Kinds.Rollouts, "shop");
        await ground.UntilAsync(async () => await ground.FindAsync(Ground.Kinds.Rollouts, "shop") is null);

        var workload = await ground.WorkloadAsync();
        Assert.DoesNotContain(workload["metadata"]!["labels"]?.AsObject().Select(l => l.Key) ?? [], k => k.StartsWith("staggered.dev/", StringComparison.Ordinal));
        Assert.Null(workload["spec"]!["paused"]);
        Assert.Equal("RollingUpdate", (string?)(workload["spec"]!["updateStrategy"]?["type"] ?? workload["spec"]!["strategy"]?["type"]));
        Assert.Equal(0, (int?)workload["spec"]!["updateStrategy"]?["rollingUpdate"]?["partition"] ?? 0);
        await ground.UntilAsync(async () => !(await ground.ListAsync(Ground.Kinds.ReplicaSets)).Any(s => s["metadata"]!["labels"]?["staggered.dev/canary-of"] is not null));
        await ground.AllRunAsync("v2", kind == "Deployment" ? 4 : pods);
    }

    [Fact]
    public async Task With_the_policy_Orphan_it_leaves_everything_as_it_stands()
    {
        await using var ground = await Playground.OpenAsync(cluster, "Deployment");
        var spec = Undecided();
        spec["deletionPolicy"] = "Orphan";
        await ground.OnTrialAsync(spec);
        await ground.DeleteAsync(Ground.Kinds.Rollouts, "shop");
        await ground.UntilAsync(async () => await ground.FindAsync(Ground.Kinds.Rollouts, "shop") is null);
        Assert.True((bool?)(await ground.WorkloadAsync())["spec"]!["paused"]);
        var canary = Assert.Single(await ground.ListAsync(Ground.Kinds.ReplicaSets), s => s["metadata"]!["labels"]?["staggered.dev/canary-of"] is not null);
        Assert.Null(canary["metadata"]!["ownerReferences"]);
        Assert.Equal((4, 1), ((await ground.VersionsAsync())["v1"], (await ground.VersionsAsync())["v2"]));
    }

    private static JsonObject Undecided() => new()
    {
        ["stages"] = new JsonArray(new JsonObject { ["nodes"] = 1, ["tolerance"] = "0.3", ["minDuration"] = "50m" }),
    };
}

using System.Text.Json.Nodes;
using Rollout.EndToEnd.Tests.Ground;

namespace Rollout.EndToEnd.Tests.Scenarios;

/// <summary>What is refused, with all that is wrong about it.</summary>
[Collection(Suite.Name)]
public class RefusalTests(ClusterUnderTest cluster)
{
    [Fact]
    public async Task A_second_rollout_of_the_same_workload_is_refused_by_the_firsts_name_and_has_its_turn_when_that_is_gone()
    {
        await using var ground = await Playground.OpenAsync(cluster, "Deployment");
        await ground.AdoptedAsync();
        await ground.RolloutAsync("second");
        var status = await ground.UntilAsync("Invalid", "second");
        Assert.Contains("StaggeredRollout shop", Ready(status), StringComparison.Ordinal);
        Assert.Equal("shop", (string?)(await ground.WorkloadAsync())["metadata"]!["labels"]!["staggered.dev/rollout"]);

        await ground.DeleteAsync(Kinds.Rollouts, "shop");
        await ground.UntilAsync(s => s["stableRevision"] is not null && (string?)s["phase"] == "Idle", "second");
        await ground.UntilAsync(async () => (string?)(await ground.WorkloadAsync())["metadata"]!["labels"]?["staggered.dev/rollout"] == "second");
    }

    [Fact]
    public async Task The_api_server_answers_a_broken_resource_with_every_problem_and_its_place()
    {
        await using var ground = await Playground.OpenAsync(cluster, "Deployment", 1, controller: false);
        var broken = Manifests.Rollout("broken", "Deployment", cluster.Options, new JsonObject
        {
            ["workload"] = new JsonObject { ["apiVersion"] = "apps/v1", ["kind"] = "CronJob", ["name"] = "shop" },
            ["onInsufficient"] = "Hope",
            ["warmUp"] = "soon",
            ["stages"] = new JsonArray(new JsonObject { ["nodes"] = "150%" }),
        });
        Assert.False((await ground.TryApplyAsync(Kinds.Rollouts, broken)).TryGet(out _, out var error));
        Assert.True(error!.IsInvalid, error.ToString());
        foreach (var place in new[] { "spec.workload.kind", "spec.onInsufficient", "spec.warmUp", "spec.stages[0]" })
        {
            Assert.Contains(error.Causes, c => c.Field.Contains(place, StringComparison.Ordinal));
        }
    }

    /// <summary>What a schema cannot know: both are told at once, in one condition.</summary>
    [Fact]
    public async Task What_only_the_controller_can_see_to_be_wrong_stands_in_the_status_all_of_it()
    {
        await using var ground = await Playground.OpenAsync(cluster, "Deployment");
        await ground.MergeAsync(Kinds.Workload("Deployment"), "shop", new JsonObject { ["spec"] = new JsonObject { ["revisionHistoryLimit"] = 0 } });
        await ground.RolloutAsync(spec: new JsonObject
        {
            ["metrics"] = new JsonArray(new JsonObject { ["name"] = "dollars", ["metricRef"] = new JsonObject { ["name"] = "no-such-metric" }, ["role"] = "Objective" }),
        });
        var ready = Ready(await ground.UntilAsync("Invalid"));
        Assert.Contains("no-such-metric", ready, StringComparison.Ordinal);
        Assert.Contains("revisionHistoryLimit", ready, StringComparison.Ordinal);
        Assert.Null((await ground.WorkloadAsync())["spec"]!["paused"]);

        await ground.MergeAsync(Kinds.Workload("Deployment"), "shop", new JsonObject { ["spec"] = new JsonObject { ["revisionHistoryLimit"] = 10 } });
        await ground.RolloutAsync();
        await ground.UntilAsync("Idle");
    }

    private static string Ready(JsonObject status) =>
        (string?)status["conditions"]!.AsArray().Single(c => (string?)c!["type"] == "Ready")!["message"] ?? "";
}

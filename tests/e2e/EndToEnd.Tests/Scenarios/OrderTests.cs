using System.Text.Json.Nodes;
using Rollout.EndToEnd.Tests.Ground;

namespace Rollout.EndToEnd.Tests.Scenarios;

/// <summary>What persons order while a version is on trial.</summary>
[Collection(Suite.Name)]
public class OrderTests(ClusterUnderTest cluster)
{
    [Fact]
    public async Task An_abort_takes_the_version_back_and_it_is_not_tried_again_until_a_retry_is_ordered()
    {
        await using var ground = await Playground.OpenAsync(cluster, "Deployment");
        var revision = await ground.OnTrialAsync(Undecided());
        await ground.OrderAsync("abort", revision);
        var over = await ground.UntilAsync("RolledBack");
        await ground.AllRunAsync("v1", 4);
        Assert.Equal((revision, "Aborted"), ((string?)over["refusedRevisions"]![0]!["revision"], (string?)over["outcomes"]![0]!["result"]));
        await ground.UntilAsync(async () => await ground.AnnotationAsync("staggered.dev/abort") is null);

        // Kubernetes keeps the time of an order in whole seconds: one of the refusal's own second would count as given before it.
        var refused = DateTimeOffset.Parse((string)over["refusedRevisions"]![0]!["at"]!, System.Globalization.CultureInfo.InvariantCulture);
        await ground.UntilAsync(() => Task.FromResult(TimeProvider.System.GetUtcNow() >= refused.AddSeconds(2)));
        await ground.OrderAsync("retry", revision);
        await ground.UntilAsync("Judging");
        await ground.UntilAsync(async () => await ground.AnnotationAsync("staggered.dev/retry") is null);
    }

    [Fact]
    public async Task A_paused_rollout_stays_where_it_is_and_goes_on_when_it_is_resumed()
    {
        await using var ground = await Playground.OpenAsync(cluster, "Deployment");
        await ground.OnTrialAsync(Undecided());
        await ground.MergeAsync(Kinds.Rollouts, "shop", Spec("paused", true));
        await ground.UntilAsync("Paused");

        // What would open the next stage at once does nothing while it is paused; that the spec was seen is told by the generation.
        await ground.MergeAsync(Kinds.Rollouts, "shop", Spec("stages", Manifests.Rollout("shop", "Deployment", cluster.Options, null)["spec"]!["stages"]!.DeepClone()));
        var generation = (long)(await ground.FindAsync(Kinds.Rollouts, "shop"))!["metadata"]!["generation"]!;
        var paused = await ground.UntilAsync(status => (long?)status["observedGeneration"] == generation);
        Assert.Equal(("Paused", 1), ((string?)paused["phase"], (int?)paused["stage"]?["nodes"]));
        Assert.Equal(1, (await ground.VersionsAsync())["v2"]);

        await ground.MergeAsync(Kinds.Rollouts, "shop", Spec("paused", false));
        await ground.UntilAsync("Promoted");
        await ground.AllRunAsync("v2", 4);
    }

    /// <summary>A stage that lasts an hour.</summary>
    private static JsonObject Undecided() => new()
    {
        ["stages"] = new JsonArray(new JsonObject { ["nodes"] = 1, ["tolerance"] = "0.3", ["minDuration"] = "50m" }),
    };

    private static JsonObject Spec(string field, JsonNode value) => new() { ["spec"] = new JsonObject { [field] = value } };
}

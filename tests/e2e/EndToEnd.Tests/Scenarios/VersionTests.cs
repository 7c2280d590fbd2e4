using System.Text.Json.Nodes;
using Rollout.EndToEnd.Tests.Ground;

namespace Rollout.EndToEnd.Tests.Scenarios;

/// <summary>The main job, on each kind of workload: what is as good is promoted, what loses orders goes back.</summary>
[Collection(Suite.Name)]
public class VersionTests(ClusterUnderTest cluster)
{
    public static TheoryData<string> Kinds => Suite.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_version_that_earns_the_same_is_promoted_to_every_pod(string kind)
    {
        await using var ground = await Playground.OpenAsync(cluster, kind);
        var stable = await ground.AdoptedAsync();
        var pods = await ground.PodsAsync();
        await ground.ReleaseAsync("v2");
        await ground.UntilAsync(status => (string?)status["canaryRevision"] is { } revision && revision != stable);
        var over = await ground.UntilAsync("Promoted");
        await ground.AllRunAsync("v2", pods);
        var outcome = over["outcomes"]![0]!;
        Assert.Equal(("Promoted", (string?)over["stableRevision"]), ((string?)outcome["result"], (string?)outcome["revision"]));
        Assert.NotEqual(stable, (string?)over["stableRevision"]);
        Assert.Equal("True", Condition(over, "Healthy"));
        Assert.Null(over["refusedRevisions"]?.AsArray().FirstOrDefault());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_version_that_loses_half_of_the_orders_is_rolled_back_and_never_runs_on_more_than_the_stage(string kind)
    {
        await using var ground = await Playground.OpenAsync(cluster, kind);
        var stable = await ground.AdoptedAsync();
        var pods = await ground.PodsAsync();
        await ground.ReleaseAsync("v2", earns: "0.5");
        var most = 0;
        var over = await ground.UntilAsync(status =>
        {
            most = Math.Max(most, (int?)status["stage"]?["nodes"] ?? 0);
            return (string?)status["phase"] == "RolledBack";
        });
        await ground.AllRunAsync("v1", pods);
        Assert.Equal((stable, 1), ((string?)over["stableRevision"], most));
        var refused = Assert.Single(over["refusedRevisions"]!.AsArray())!;
        Assert.Equal("HarmProven", (string?)refused["reason"]);
        Assert.Equal(("RolledBack", (string?)refused["revision"]), ((string?)over["outcomes"]![0]!["result"], (string?)over["outcomes"]![0]!["revision"]));
        Assert.Equal("False", Condition(over, "Healthy"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_image_that_cannot_be_pulled_is_refused_with_the_pods_own_reason(string kind)
    {
        await using var ground = await Playground.OpenAsync(cluster, kind);
        await ground.AdoptedAsync();
        var pods = await ground.PodsAsync();
        await ground.ReleaseAsync("v2", image: $"registry.k8s.io/pause:{ClusterUnderTest.NoSuchTag}");
        var over = await ground.UntilUnpulledAsync("RolledBack", ClusterUnderTest.NoSuchTag);
        Assert.Contains("ImagePull", over["refusedRevisions"]![0]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("DeployFailed", (string?)over["refusedRevisions"]![0]!["reason"]);
        await ground.AllRunAsync("v1", pods);
    }

    private static string? Condition(JsonObject status, string type) =>
        (string?)status["conditions"]!.AsArray().Single(c => (string?)c!["type"] == type)!["status"];
}

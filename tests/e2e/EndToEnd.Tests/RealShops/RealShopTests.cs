using System.Text.Json.Nodes;
using Rollout.EndToEnd.Tests.Ground;
using Rollout.EndToEnd.Tests.Scenarios;

namespace Rollout.EndToEnd.Tests.RealShops;

/// <summary>
/// The main job with nothing made up but the API server: shop processes, customers who order, Prometheus as Debian packages it, and the controller
/// as a process that reads it over HTTP. One kind in `make test`, all with `make e2e-prometheus`.
/// </summary>
public class RealShopTests(ShopCluster cluster) : IClassFixture<ShopCluster>
{
    public static TheoryData<string> Kinds => Environment.GetEnvironmentVariable("E2E_PROMETHEUS_KINDS") == "all" ? Suite.Kinds : ["Deployment"];

    /// <summary>The bad version calls a quarter of the checkouts paid that it never records: no error, no slow answer.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_good_version_is_promoted_and_one_that_silently_loses_a_quarter_of_its_orders_goes_back(string kind)
    {
        await using var ground = await Playground.OpenAsync(cluster, kind, replicas: 3);
        var stable = await ground.AdoptedAsync(OneStage());
        var pods = await ground.PodsAsync();
        await ground.ReleaseAsync("v2");
        var promoted = await ground.UntilAsync("Promoted");
        await ground.AllRunAsync("v2", pods);
        await ground.HeldAsync();
        Assert.NotEqual(stable, (string?)promoted["stableRevision"]);

        await ground.ReleaseAsync("v3");
        var over = await ground.UntilAsync("RolledBack");
        await ground.AllRunAsync("v2", pods);
        Assert.Equal(["RolledBack", "Promoted"], over["outcomes"]!.AsArray().Select(o => (string?)o!["result"]));
        Assert.Equal("HarmProven", (string?)Assert.Single(over["refusedRevisions"]!.AsArray())!["reason"]);
        var judged = over["verdict"]!["metrics"]![0]!;
        Assert.Equal("Worse", (string?)judged["verdict"]);
        Assert.True((long)judged["canaryEvents"]! > 0 && (long)judged["fleetEvents"]! > (long)judged["canaryEvents"]!, judged.ToJsonString());
        Assert.StartsWith("-0.", (string?)judged["effect"], StringComparison.Ordinal);
    }

    private static JsonObject OneStage() => new() { ["stages"] = new JsonArray(new JsonObject { ["nodes"] = 1, ["tolerance"] = "0.2" }) };
}

using System.Text.Json.Nodes;

namespace Rollout.Operator.Tests.Monitoring;

/// <summary>A rollout that names an AcceptanceProbe, through the whole operator: real HTTP against every pod, our own API server.</summary>
public sealed class ProbedRolloutTests
{
    private const string Named = """, "probes": [{"name": "checkout"}] """;

    [Fact]
    public async Task A_probe_that_passes_opens_stages_and_one_that_fails_on_the_canary_alone_takes_it_back()
    {
        await using var ground = await Ground.OpenAsync(rollout: null);
        await using var shop = await AskedShop.OpenAsync(ground);
        await AskedShop.ProbeAsync(ground, "checkout");
        await ground.CreateRolloutAsync("shop", more: Named);
        await using var controller = await ground.ControlAsync(change: o => o with { ProbeStatusEvery = TimeSpan.FromMilliseconds(100) });
        await ground.HeldAsync("Idle");
        await ground.ReleaseAsync("v2");
        await ground.UntilAsync("Promoted");
        Assert.True(shop.Checkouts("v2") > 0, "it was promoted without a run on the canary");
        await ground.UntilAsync(() => AskedShop.Condition(ground, "checkout", "Passing").Status == "True");
        Assert.Contains("StaggeredRollout shop", AskedShop.Condition(ground, "checkout", "Ready").Message, StringComparison.Ordinal);

        await ground.UntilAsync(() => ground.Versions() is { Count: 1 } all && all.GetValueOrDefault("v2") == 4);
        await ground.HeldAsync("Promoted");
        shop.Break("v3");
        await ground.ReleaseAsync("v3");
        await ground.UntilAsync("RolledBack");
        var refused = ground.Status()["refusedRevisions"]![0]!;
        Assert.Equal("ProbeFailsOnCanary", (string?)refused["reason"]);
        Assert.Contains("pay", (string?)refused["message"], StringComparison.Ordinal);
        await ground.UntilAsync(() => ground.Versions() is { Count: 1 } all && all.GetValueOrDefault("v2") == 4);
    }

    [Fact]
    public async Task A_probe_that_fails_on_stable_before_stage_one_lets_the_release_wait_and_says_so()
    {
        await using var ground = await Ground.OpenAsync(rollout: null);
        await using var shop = await AskedShop.OpenAsync(ground);
        await AskedShop.ProbeAsync(ground, "checkout");
        await ground.CreateRolloutAsync("shop", more: Named);
        await using var controller = await ground.ControlAsync();
        await ground.HeldAsync("Idle");
        shop.Break("v1");
        var broken = shop.Checkouts("v1");
        await ground.UntilAsync(() => shop.Checkouts("v1") > broken + 40);
        await ground.ReleaseAsync("v2");
        await ground.UntilAsync(() => Said(ground).Contains("ProbeFailsOnStable", StringComparison.Ordinal));
        Assert.Contains("Probe checkout fails on stable", Said(ground), StringComparison.Ordinal);
        Assert.Equal(["v1"], ground.Versions().Keys);
        shop.Break("v1", false);
        await ground.UntilAsync("Promoted");
        Assert.True(shop.Checkouts("v2") > 0);
    }

    private static string Said(Ground ground) => ground.Status()["conditions"]?.ToJsonString() ?? "";
}

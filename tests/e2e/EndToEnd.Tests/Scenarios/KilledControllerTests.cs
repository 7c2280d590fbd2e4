using System.Text.Json.Nodes;
using Rollout.EndToEnd.Tests.Ground;

namespace Rollout.EndToEnd.Tests.Scenarios;

/// <summary>Controllers die without a word.</summary>
[Collection(Suite.Name)]
public class KilledControllerTests(ClusterUnderTest cluster)
{
    [Fact]
    public async Task Killed_in_the_middle_of_a_trial_the_next_one_goes_on_with_it()
    {
        await using var ground = await Playground.OpenAsync(cluster, "Deployment", controller: false);
        var first = ground.Control();
        var revision = await ground.OnTrialAsync();
        await first.KillAsync();
        ground.Control();
        var over = await ground.UntilAsync("Promoted");
        await ground.AllRunAsync("v2", 4);
        var outcome = Assert.Single(over["outcomes"]!.AsArray())!;
        Assert.Equal(("Promoted", revision), ((string?)outcome["result"], (string?)outcome["revision"]));
    }

    [Fact]
    public async Task When_the_leader_is_killed_the_one_that_stands_by_takes_a_bad_version_back()
    {
        await using var ground = await Playground.OpenAsync(cluster, "Deployment", controller: false);
        var leader = ground.Control(elects: true);
        await ground.AdoptedAsync();
        var lease = Assert.Single(await ground.ListAsync(Kinds.Leases));
        ground.Control(elects: true);
        await ground.ReleaseAsync("v2", earns: "0.5");
        await ground.UntilAsync(status => (string?)status["phase"] is not "Idle");
        await leader.KillAsync();
        var over = await ground.UntilAsync("RolledBack");
        await ground.AllRunAsync("v1", 4);
        Assert.Single(over["outcomes"]!.AsArray());
        Assert.NotEqual((string?)lease["spec"]!["holderIdentity"], (string?)Assert.Single(await ground.ListAsync(Kinds.Leases))["spec"]!["holderIdentity"]);
    }
}

using Rollout.EndToEnd.Tests.Ground;

namespace Rollout.EndToEnd.Tests.Scenarios;

/// <summary>
/// A cluster at its worst, at random: TLS, 429 with Retry-After, 500, answers that get lost after the write was done, conflicts, slow answers, watches
/// that are cut and that expire in the middle, definitions that take seconds, pods that do too.
/// </summary>
public class HostileTests : IClassFixture<HostileTests.HostileCluster>
{
    private readonly ClusterUnderTest cluster;

    public HostileTests(HostileCluster cluster) => this.cluster = cluster;

    public static TheoryData<string> Kinds => Environment.GetEnvironmentVariable("E2E_HOSTILE_KINDS") == "all" ? Suite.Kinds : ["Deployment"];

    /// <summary>One kind in `make test`, all with E2E_HOSTILE_KINDS=all.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_good_version_is_promoted_and_a_bad_one_goes_back_all_the_same(string kind)
    {
        await using var ground = await Playground.OpenAsync(cluster, kind);
        var stable = await ground.AdoptedAsync();
        var pods = await ground.PodsAsync();
        await ground.ReleaseAsync("v2");
        await ground.UntilAsync(status => (string?)status["canaryRevision"] is { } revision && revision != stable);
        await ground.UntilAsync("Promoted");
        await ground.AllRunAsync("v2", pods);
        await ground.HeldAsync();
        await ground.ReleaseAsync("v3", earns: "0.5");
        var over = await ground.UntilAsync("RolledBack");
        await ground.AllRunAsync("v2", pods);
        Assert.Equal(["RolledBack", "Promoted"], over["outcomes"]!.AsArray().Select(o => (string?)o!["result"]));
        Assert.Equal("HarmProven", (string?)Assert.Single(over["refusedRevisions"]!.AsArray())!["reason"]);
    }

    public sealed class HostileCluster : ClusterUnderTest
    {
        public HostileCluster() => Options = new SuiteOptions { Kubeconfig = null, Hostile = true };
    }
}

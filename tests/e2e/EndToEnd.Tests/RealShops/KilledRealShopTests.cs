using System.Text.Json.Nodes;
using Rollout.EndToEnd.Tests.Ground;
using Rollout.Support.Killing;
using Xunit.Abstractions;

namespace Rollout.EndToEnd.Tests.RealShops;

/// <summary>
/// Release after release, good and bad by turns, by controllers that are killed with SIGKILL: at random moments, and also as leaders while another
/// stands by. What must hold is in <see cref="KillInvariants"/>; no verdict is waited for, so none can be missed.
/// </summary>
public sealed class KilledRealShopTests(ShopCluster cluster, ITestOutputHelper output) : IClassFixture<ShopCluster>
{
    /// <summary>Every so many kills a leader has another beside it that takes over, and is then killed too.</summary>
    private const int HandOver = 10;

    public static TheoryData<string, int> Kinds => KillPlan.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Killed_at_random_moments_controllers_go_on_with_what_was_recorded_and_do_nothing_twice(string kind, int kills)
    {
        var (begun, chance) = (TimeProvider.System.GetTimestamp(), new Random(KillPlan.Seed + kind.Length));
        output.WriteLine($"{kind}: {kills} kills, E2E_SEED={KillPlan.Seed}");
        await using var ground = await Playground.OpenAsync(cluster, kind, replicas: 3, controller: false);
        var invariants = new KillInvariants(kind, cluster.Options.Bucket, cluster.Market.Begun);
        cluster.Tell(invariants, ground.Namespace);
        invariants.Tell(false, "get", "", await ground.WorkloadAsync());
        var first = ground.Control();
        await ground.AdoptedAsync(new JsonObject { ["stages"] = new JsonArray(new JsonObject { ["nodes"] = 1, ["tolerance"] = "0.2" }) });
        await first.KillAsync();
        var (pods, releases) = (await ground.PodsAsync(), new KilledReleases(ground, invariants));
        for (var kill = 1; kill <= kills; kill++)
        {
            await releases.NextAsync();
            var life = kill % HandOver == 0 && kill < kills ? await SuccessorAsync(ground, chance) : ground.Control();
            kill += kill % HandOver == 0 && kill < kills ? 1 : 0;
            await MomentAsync(invariants, chance);
            await life.KillAsync();
            await releases.CheckAsync();
        }

        ground.Control();
        await releases.EndAsync(pods);
        output.WriteLine(FormattableString.Invariant(
            $"{kind}: {releases.Made} releases, {invariants.Writes} writes of the status, {invariants.Actions} actions, {pods} pods, {TimeProvider.System.GetElapsedTime(begun).TotalSeconds:0} s"));
    }

    /// <summary>Half of the moments are in its start, the others after it has recorded something, or been there for long without a need to.</summary>
    private static async Task MomentAsync(KillInvariants invariants, Random chance)
    {
        var (starts, wanted, later) = (chance.Next(2) == 0, invariants.Heard + chance.Next(1, 3), chance.Next(50, 1500));
        for (var waited = 0; !starts && invariants.Heard < wanted && waited < 150; waited++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        await Task.Delay(TimeSpan.FromMilliseconds(later), TimeProvider.System);
    }

    /// <summary>A leader is killed while another stands by: the one that has taken over.</summary>
    private static async Task<ControllerProcess> SuccessorAsync(Playground ground, Random chance)
    {
        var before = await HolderAsync(ground);
        var leader = ground.Control(elects: true);
        await ground.UntilAsync(async () => await HolderAsync(ground) is { } holder && holder != before);
        var led = await HolderAsync(ground);
        var successor = ground.Control(elects: true);
        await Task.Delay(TimeSpan.FromMilliseconds(chance.Next(50, 4000)), TimeProvider.System);
        await leader.KillAsync();
        await ground.UntilAsync(async () => await HolderAsync(ground) != led);
        return successor;
    }

    private static async Task<string?> HolderAsync(Playground ground) =>
        (await ground.ListAsync(EndToEnd.Tests.Ground.Kinds.Leases)) is [{ } lease] ? (string?)lease["spec"]!["holderIdentity"] : null;
}

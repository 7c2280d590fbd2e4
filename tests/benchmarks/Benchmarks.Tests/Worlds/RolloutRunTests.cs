using Rollout.Benchmarks.Worlds;
using Rollout.Judge;

namespace Rollout.Benchmarks.Tests.Worlds;

public sealed class RolloutRunTests
{
    [Fact]
    public void Half_lost_is_found_soon_and_by_the_oracle_sooner()
    {
        var runs = WorldRuns.Play(KnownWorlds.Clean, 0.5, RunMode.Harm, 1, 6, []);
        Assert.All(runs, r => Assert.InRange(r.RolledBack!.Value, 1, 30));
        Assert.All(runs, r => Assert.True(r.Oracle <= r.RolledBack, $"{r.Oracle} and {r.RolledBack}"));
    }

    [Fact]
    public void Outcomes_follow_from_the_seed()
    {
        var rivals = RivalRules.All(0.01);
        string Text(RunOutcome run) => $"{run.RolledBack} {run.Promoted} {run.Oracle} {string.Join(' ', run.Rivals)}";
        var together = WorldRuns.Play(KnownWorlds.Drifting, 0.2, RunMode.Harm, 40, 4, rivals).Select(Text);
        var alone = Enumerable.Range(0, 4).Select(i => Text(new RolloutRun(KnownWorlds.Drifting, 0.2, RunMode.Harm, OrderValues.Of(0), 40 + i).Play(rivals)));
        Assert.Equal(alone, together);
    }

    /// <summary>The restart loses the minute in flight and nothing else.</summary>
    [Fact]
    public void A_restarted_controller_promotes_and_finds_as_before()
    {
        var world = new World("") { ControllerRestarts = true };
        Assert.All(WorldRuns.Play(world, 0.5, RunMode.Harm, 1, 3, []), r => Assert.NotNull(r.RolledBack));
        Assert.All(WorldRuns.Play(world, 0, RunMode.Both, 1, 3, []), r => Assert.NotNull(r.Promoted));
    }

    [Fact]
    public void A_new_pod_has_a_name_that_history_does_not_know()
    {
        var fleet = new WorldFleet(new World("") { NewPod = true, HistoryMinutes = 5 }, 0, OrderValues.Of(0), 1);
        Assert.False(fleet.History().Buckets[0].Nodes.ContainsKey(fleet.Canary));
        Assert.True(fleet.Next().Nodes.ContainsKey(fleet.Canary));
    }

    /// <summary>judge/README.md 4: expected canary orders of ten nodes at alpha 1 %, divided by two hours.</summary>
    [Theory]
    [InlineData(0.05, 4018)]
    [InlineData(0.1, 985)]
    [InlineData(0.2, 237)]
    [InlineData(0.5, 33)]
    public void Traffic_is_scaled_to_Walds_bound(double loss, double orders) => Assert.Equal(orders, KnownWorlds.OrdersFor(loss) * 120, 0.5);
}

using System.Globalization;

namespace Rollout.Benchmarks.Worlds;

/// <summary>
/// Rollouts with a deadline: harm is proven at the threshold that is simulated for the planned length, each rollout's own by its calibration
/// (<see cref="DeadlineThresholds"/>).
/// </summary>
internal static class DeadlineTable
{
    private const int Minutes = 960;

    public static IEnumerable<(string[] Cells, Rate FalseRollbacks)> Rows(BenchSize size, int seed)
    {
        foreach (var loss in WorldRow.Losses)
        {
            var world = new World("") { Flat = true, Minutes = Minutes, HistoryMinutes = 10 * Minutes, Orders = KnownWorlds.OrdersFor(loss) };
            var deadlines = new DeadlineThresholds(new RolloutRun(world, 0, RunMode.Both, OrderValues.Of(0), seed));
            var nothing = Rate.Where(WorldRuns.Play(world, 0, RunMode.Both, seed, 2 * size.Delays, [], deadlines), r => r.RolledBack is not null);
            var lost = WorldRuns.Play(world, loss, RunMode.Harm, seed, size.Delays, [], deadlines);
            var (ours, oracle) = (Delay.Median([.. lost.Select(r => r.RolledBack)]), Delay.Median([.. lost.Select(r => r.Oracle)]));
            yield return (
                [
                    string.Create(CultureInfo.InvariantCulture, $"{loss * 100:0.##} %"), deadlines.Mean,
                    nothing.ToString(), nothing.Bounds, Delay.Text(oracle), Delay.Text(ours), Delay.Ratio(ours, oracle),
                ],
                nothing);
        }
    }

    /// <summary>Nothing lost, in worlds that are not clean: the threshold is lower, and must hold there too.</summary>
    public static (string[] Cells, Rate FalseRollbacks) Row(World world, BenchSize size, int seed)
    {
        var deadlines = new DeadlineThresholds(new RolloutRun(world, 0, RunMode.Both, OrderValues.Of(0), seed));
        var nothing = Rate.Where(WorldRuns.Play(world, 0, RunMode.Both, seed, size.FalseRollbacks, [], deadlines), r => r.RolledBack is not null);
        return ([world.Name, deadlines.Mean, nothing.ToString(), nothing.Bounds], nothing);
    }
}

using System.Globalization;

namespace Rollout.Benchmarks.Worlds;

/// <summary>
/// Rollouts with a deadline: harm is proven at the threshold that is simulated for the planned length. It takes half a second, so one threshold,
/// of the world's first rollout, serves all rollouts of a row.
/// </summary>
internal static class DeadlineTable
{
    private const int Minutes = 960;

    public static IEnumerable<(string[] Cells, Rate FalseRollbacks)> Rows(BenchSize size, int seed)
    {
        foreach (var loss in WorldRow.Losses)
        {
            var world = new World("") { Flat = true, Minutes = Minutes, HistoryMinutes = 10 * Minutes, Orders = KnownWorlds.OrdersFor(loss) };
            var deadline = new RolloutRun(world, 0, RunMode.Both, OrderValues.Of(0), seed).Deadline();
            var nothing = Rate.Where(WorldRuns.Play(world, 0, RunMode.Both, seed, 2 * size.Delays, [], deadline), r => r.RolledBack is not null);
            var lost = WorldRuns.Play(world, loss, RunMode.Harm, seed, size.Delays, [], deadline);
            var (ours, oracle) = (Delay.Median([.. lost.Select(r => r.RolledBack)]), Delay.Median([.. lost.Select(r => r.Oracle)]));
            yield return (
                [
                    string.Create(CultureInfo.InvariantCulture, $"{loss * 100:0.##} %"), deadline?.LogThreshold.ToString("0.00", CultureInfo.InvariantCulture) ?? "4.61",
                    nothing.ToString(), nothing.Bounds, Delay.Text(oracle), Delay.Text(ours), Delay.Ratio(ours, oracle),
                ],
                nothing);
        }
    }

    /// <summary>Nothing lost, in worlds that are not clean: the threshold is lower, and must hold there too.</summary>
    public static (string[] Cells, Rate FalseRollbacks) Row(World world, BenchSize size, int seed)
    {
        var deadline = new RolloutRun(world, 0, RunMode.Both, OrderValues.Of(0), seed).Deadline();
        var nothing = Rate.Where(WorldRuns.Play(world, 0, RunMode.Both, seed, size.FalseRollbacks, [], deadline), r => r.RolledBack is not null);
        return ([world.Name, deadline?.LogThreshold.ToString("0.00", CultureInfo.InvariantCulture) ?? "4.61", nothing.ToString(), nothing.Bounds], nothing);
    }
}

using System.Globalization;

namespace Rollout.Benchmarks.Worlds;

/// <summary>How much longer than the oracle: the median over the same runs, traffic without a rhythm.</summary>
internal static class DelayTable
{
    private const int Minutes = 960;

    /// <summary>Ten windows of sixteen hours: enough for a calibration.</summary>
    private const int HistoryMinutes = 10 * Minutes;

    /// <summary>Where the oracle needs two hours on average.</summary>
    public static IEnumerable<string[]> Ratios(BenchSize size, int seed)
    {
        foreach (var loss in WorldRow.Losses)
        {
            var world = new World("") { Flat = true, HasDeadline = false, Minutes = Minutes, HistoryMinutes = HistoryMinutes, Orders = KnownWorlds.OrdersFor(loss) };
            var orders = WorldRuns.Play(world, loss, RunMode.Harm, seed, size.Delays, []);
            var planned = WorldRuns.Play(world with { HasDeadline = true }, loss, RunMode.Harm, seed, size.Delays, []);
            var both = WorldRuns.Play(world with { Values = true }, loss, RunMode.Harm, seed, size.Delays / 4, []);
            yield return
            [
                Percent(loss), world.Orders.ToString("0.##", CultureInfo.InvariantCulture),
                Delay.Text(Oracle(orders)), Delay.Text(Ours(orders)), Ratio(orders), Ratio(planned), Ratio(both),
            ];
        }
    }

    /// <summary>Baskets shrink, orders stay: the oracle knows the density of the values.</summary>
    public static IEnumerable<string[]> Baskets(BenchSize size, int seed)
    {
        foreach (var loss in new[] { 0.1, 0.2, 0.5 })
        {
            var world = new World("") { Flat = true, HasDeadline = false, Values = true, SmallerBaskets = true };
            var runs = WorldRuns.Play(world, loss, RunMode.Harm, seed, size.Delays / 2, []);
            yield return [Percent(loss), Delay.Text(Oracle(runs)), Delay.Text(Ours(runs)), Ratio(runs)];
        }
    }

    /// <summary>A loss of a fifth at three rates of traffic, in minutes.</summary>
    public static IEnumerable<string[]> InMinutes(BenchSize size, int seed)
    {
        foreach (var (orders, goal) in new[] { (2.0, "150"), (20.0, "18"), (200.0, "2.5") })
        {
            var world = new World("") { Flat = true, HasDeadline = false, Orders = orders };
            var runs = WorldRuns.Play(world, 0.2, RunMode.Harm, seed, size.Delays, []);
            yield return [orders.ToString("0", CultureInfo.InvariantCulture), Delay.Text(Oracle(runs)), Delay.Text(Ours(runs)), goal];
        }
    }

    /// <summary>A loss that begins after three hours: from its beginning on.</summary>
    public static IEnumerable<string[]> Onsets(BenchSize size, int seed)
    {
        foreach (var loss in new[] { 0.2, 0.5 })
        {
            var world = new World("") { Flat = true, Onset = 180 };
            var runs = WorldRuns.Play(world, loss, RunMode.Harm, seed, size.Delays, []);
            var (ours, oracle) = (Ours(runs) - world.Onset, Oracle(runs) - world.Onset);
            yield return [Percent(loss), Delay.Text(oracle), Delay.Text(ours), Delay.Ratio(ours, oracle)];
        }
    }

    private static double? Ours(RunOutcome[] runs) => Delay.Median([.. runs.Select(r => r.RolledBack)]);

    private static double? Oracle(RunOutcome[] runs) => Delay.Median([.. runs.Select(r => r.Oracle)]);

    private static string Ratio(RunOutcome[] runs) => Delay.Ratio(Ours(runs), Oracle(runs));

    private static string Percent(double loss) => string.Create(CultureInfo.InvariantCulture, $"{loss * 100:0.##} %");
}

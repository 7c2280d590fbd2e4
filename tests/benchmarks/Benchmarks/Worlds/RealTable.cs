using Rollout.Benchmarks.Orders;
using Rollout.Judge;

namespace Rollout.Benchmarks.Worlds;

/// <summary>Real orders with sticky customers: calibrated on earlier days, judged on later ones.</summary>
internal static class RealTable
{
    public static readonly double[] Losses = [0, 0.2, 0.5];

    public static (Rate FalseRollbacks, IReadOnlyList<string[]> Rows) Play(IReadOnlyList<Order> orders, BenchSize size)
    {
        var alone = Outcomes(orders, 0, size.Salts, []);
        var rivals = RivalRules.All(0.01);
        var byLoss = Losses.Select(loss => Outcomes(orders, loss, size.SaltsWithRivals, rivals)).ToArray();
        var rows = new List<string[]> { new[] { "rollout" }.Concat(byLoss.Select(r => Cell(r, o => o.RolledBack))).ToArray() };
        rows.Add(["oracle", .. byLoss.Select((r, i) => i == 0 ? "-" : Cell(r, o => o.Oracle))]);
        rows.AddRange(rivals.Select((rule, at) => (string[])[rule.Name, .. byLoss.Select(r => Cell(r, o => o.Rivals[at]))]));
        return (Rate.Where(alone, o => o.RolledBack is not null), rows);
    }

    private static RunOutcome[] Outcomes(IReadOnlyList<Order> orders, double loss, int salts, IReadOnlyList<IRivalRule> rivals)
    {
        var bySalt = new RunOutcome[salts][];
        Parallel.For(0, salts, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            salt => bySalt[salt] = [.. new RealFleet(orders, salt).Play(loss, salt, rivals)]);
        return [.. bySalt.SelectMany(o => o)];
    }

    private static string Cell(RunOutcome[] runs, Func<RunOutcome, int?> of) =>
        $"{Rate.Where(runs, r => of(r) is not null)} ({Delay.Text(Delay.Median([.. runs.Select(of)]))})";
}

using System.Globalization;
using System.Text;
using Rollout.Benchmarks.Orders;

namespace Rollout.Benchmarks.Worlds;

/// <summary>
/// Worlds x methods: what the judge promises, simulated, beside an oracle and the rules of others. Fails when an error rate is
/// proven to be above its promise. The full form writes tests/benchmarks/results/judge.md, which the READMEs quote.
/// </summary>
internal sealed class WorldsBenchmark(BenchSize size, string? only)
{
    private const int Seed = 20_260_101;
    private const double FalseRollbacksPromised = 0.01;
    private const double FalsePromotionsPromised = 0.05;

    private readonly string? title = only?.Split('/')[0];
    private readonly string world = only?.Split('/') is [_, var named] ? named : "";
    private readonly StringBuilder text = new();
    private readonly List<string> broken = [];
    private readonly Goals goals = new();

    /// <param name="size">How many runs.</param>
    /// <param name="only">A part of the titles of the sections that are wanted, after a slash a part of the worlds' names; null: all.</param>
    /// <param name="write">Whether the table replaces the one that the READMEs quote.</param>
    /// <param name="cancellation">Looked at between the simulated and the real part.</param>
    public static async Task<int> RunAsync(BenchSize size, string? only, bool write, CancellationToken cancellation)
    {
        var begin = TimeProvider.System.GetTimestamp();
        var benchmark = new WorldsBenchmark(size, only);
        benchmark.Simulated();
        await benchmark.RealAsync(cancellation);
        var report = $"{benchmark.Head()}\n{benchmark.goals.Section()}\n{benchmark.text}";
        await Console.Out.WriteAsync(report.AsMemory(), cancellation);
        if (write)
        {
            await File.WriteAllTextAsync(ResultFile.Path, report, cancellation);
        }

        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{TimeProvider.System.GetElapsedTime(begin).TotalSeconds:0} s on {Environment.ProcessorCount} cores{(write ? $"; written to {ResultFile.Path}" : "")}"));
        foreach (var promise in benchmark.broken)
        {
            await Console.Error.WriteLineAsync($"BROKEN PROMISE: {promise} (seeds from {Seed} on)");
        }

        return benchmark.broken.Count == 0 ? 0 : 1;
    }

    private string Head() => string.Create(CultureInfo.InvariantCulture, $"""
        # The judge, measured

        Ten nodes, a look every minute, rollouts of six hours beginning at a random minute of the day, two days of history, false rollbacks 1 %, false promotions
        5 % of a loss of 10 %. {size.FalseRollbacks:#,0} rollouts a world; seeds from {Seed} on; the same on every machine. `make bench-judge` writes this file (with 1,250; `--runs N` for another number).

        """);

    private void Simulated()
    {
        Section("False rollbacks and power",
            "Rolled back with nothing lost (whole rollout, promoted or not); promoted with nothing lost; then for each loss the part that was rolled back by our judge; by the oracle "
            + "(in brackets the minute, from the end of the warm-up or from when the loss begins, by which half of all runs were).",
            ["world", "false rollbacks", "95 % bounds", "promoted", "5 % lost", "10 % lost", "20 % lost", "50 % lost"],
            () => Wanted(KnownWorlds.All).Select(world =>
            {
                var row = Told(world.Name, () => WorldRow.Play(world, size, Seed));
                Promise($"false rollbacks in the world '{world.Name}'", row.FalseRollbacks, FalseRollbacksPromised);
                goals.FalseRollbacks(world.Name, row.FalseRollbacks);
                return row.Cells();
            }));
        Section("The rules of others, in the same runs",
            string.Create(CultureInfo.InvariantCulture, $"{size.Rivals} runs a cell: part rolled back (minute by which half were). What these rules do not roll back they promote."),
            ["world", "rule", "nothing lost", "5 %", "10 %", "20 %", "50 %"],
            () => new[] { KnownWorlds.Clean, KnownWorlds.Few, KnownWorlds.Drifting }.SelectMany(w => Told($"rivals, {w.Name}", () => RivalTable.Rows(w, size, Seed).ToList())));
        Section("Delay beside the oracle's", "Traffic at which the oracle needs two hours on average, the same at all hours; sixteen hours without a deadline, ten windows of history; medians over the same runs.",
            ["loss", "orders a minute and node", "oracle", "orders", "ratio, orders", "ratio, prior spread over onsets", "ratio, orders and revenue"], () => goals.Ratios(Told("delays", () => DelayTable.Ratios(size, Seed).ToList())));
        Section("With a deadline", "The same traffic, sixteen hours planned, harm proven at the threshold that is simulated for them on each rollout's own calibration (mean shown).",
            ["loss", "threshold", "false rollbacks", "95 % bounds", "oracle", "ours", "ratio"], Deadlines);
        Section("Nothing lost, with a deadline", "Six hours planned, as in the worlds above; rolled back at the threshold that is simulated for them on each rollout's own calibration (mean shown).",
            ["world", "threshold", "false rollbacks", "95 % bounds"],
            () => Wanted(KnownWorlds.All).Where(w => KnownWorlds.HasOwnFalseRollbacks(w) && !w.Values).Select(world =>
            {
                var (cells, rate) = Told($"deadline, {world.Name}", () => DeadlineTable.Row(world, size, Seed));
                Promise($"false rollbacks with a deadline in the world '{world.Name}'", rate, FalseRollbacksPromised);
                goals.FalseRollbacks($"{world.Name}, with a deadline", rate);
                return cells;
            }));
        Section("A fifth of the orders lost, in minutes", "Traffic the same at all hours, no deadline.",
            ["orders a minute and node", "oracle", "ours", "goal"], () => goals.InMinutes(Told("minutes", () => DelayTable.InMinutes(size, Seed).ToList())));
        Section("Smaller baskets, as many orders", "20 orders a minute and node, no deadline; the oracle knows the density of the values.",
            ["lost of every basket", "oracle", "ours", "ratio"], () => goals.Baskets(Told("baskets", () => DelayTable.Baskets(size, Seed).ToList())));
        Section("A loss that begins after three hours", "20 orders a minute and node, a deadline after six hours; minutes from its beginning; the oracle knows when that is.",
            ["loss", "oracle", "ours", "ratio"], () => goals.Onsets(Told("onsets", () => DelayTable.Onsets(size, Seed).ToList())));
        Section("False promotions", "The loss is the tolerance (10 %), and twice it; nothing is rolled back on the way.",
            ["world", "at the tolerance", "95 % bounds", "at twice of it", "95 % bounds"],
            () => Wanted(PromotionTable.Worlds).Select(world =>
            {
                var row = Told($"promotions, {world.Name}", () => PromotionTable.Row(world, size, Seed));
                Promise($"false promotions in the world '{world.Name}'", row.AtTolerance, FalsePromotionsPromised);
                Promise($"false promotions at twice the tolerance in the world '{world.Name}'", row.AtTwice, 0.001);
                goals.FalsePromotions(world.Name, row.AtTolerance, row.AtTwice);
                return row.Cells;
            }));
        Section("The shown interval", "Rollouts in which the interval held the true loss at every look.",
            ["world", "loss", "held it", "95 % bounds"], () => goals.Coverage(Told("intervals", () => CoverageTable.Rows(size, Seed).ToList())));
    }

    private IEnumerable<string[]> Deadlines()
    {
        var rows = Told("deadlines", () => DeadlineTable.Rows(size, Seed).ToList());
        foreach (var row in rows)
        {
            Promise($"false rollbacks with a deadline, traffic for a loss of {row.Cells[0]}", row.FalseRollbacks, FalseRollbacksPromised);
            goals.FalseRollbacks($"a deadline, traffic for {row.Cells[0]}", row.FalseRollbacks);
        }

        return goals.Deadlines([.. rows.Select(r => r.Cells)]);
    }

    private async Task RealAsync(CancellationToken cancellation)
    {
        if (title is not null && !"real orders".Contains(title, StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        if (RealOrders.Find() is not { } path)
        {
            Add($"## Real orders\n\nNot measured: {RealOrders.Place} is absent.\n");
            return;
        }

        var orders = await RealOrders.ReadAsync(path, cancellation);
        var (wrong, rows) = Told("real orders", () => RealTable.Play(orders, size));
        Promise("false rollbacks on real orders", wrong, FalseRollbacksPromised);
        goals.FalseRollbacks("real orders, sticky customers", wrong);
        Section("Real orders, sticky customers",
            $"UCI Online Retail (D. Chen, 2012, CC BY 4.0), 25 trading days laid over each other to one; four such days of history, two judged; five nodes, every node in turn. "
            + $"Revenue, nothing lost: {wrong} rolled back ({wrong.Bounds}). Beside the rules of others ({size.SaltsWithRivals * OrderCase.Nodes} runs a cell; minutes from midnight, the first sale comes after 455):",
            ["rule", "nothing lost", "20 % lost", "50 % lost"], () => rows);
    }

    private IEnumerable<World> Wanted(IEnumerable<World> worlds) => worlds.Where(w => w.Name.Contains(world, StringComparison.OrdinalIgnoreCase));

    private void Promise(string what, Rate? rate, double promised)
    {
        if (rate is { } measured && measured.Low > promised)
        {
            broken.Add(string.Create(CultureInfo.InvariantCulture, $"{what}: {measured}, at least {100 * measured.Low:0.00} %, promised {100 * promised:0.##} %"));
        }
    }

    private void Section(string name, string about, IReadOnlyList<string> head, Func<IEnumerable<IReadOnlyList<string>>> rows)
    {
        if (title is null || name.Contains(title, StringComparison.OrdinalIgnoreCase))
        {
            Add($"## {name}\n\n{about}\n\n{Markdown.Table(head, rows())}");
        }
    }

    private void Add(string part) => text.Append(text.Length == 0 ? "" : "\n").Append(part);

    private static T Told<T>(string what, Func<T> work)
    {
        var begin = TimeProvider.System.GetTimestamp();
        var result = work();
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetElapsedTime(begin).TotalSeconds,6:0.0} s  {what}"));
        return result;
    }
}

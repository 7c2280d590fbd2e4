using System.Globalization;

namespace Rollout.Benchmarks.Worlds;

/// <summary>The goals of judge/README.md 5 that this benchmark measures, each with the worst figure that was found beside it.</summary>
internal sealed class Goals
{
    private readonly List<(string World, Rate Rate)> falseRollbacks = [];
    private readonly List<(string World, Rate Once, Rate Twice)> falsePromotions = [];
    private readonly List<string[]> rows = [];

    public void FalseRollbacks(string world, Rate? rate)
    {
        if (rate is { } known)
        {
            falseRollbacks.Add((world, known));
        }
    }

    public void FalsePromotions(string world, Rate once, Rate twice) => falsePromotions.Add((world, once, twice));

    public IReadOnlyList<string[]> Ratios(IReadOnlyList<string[]> measured)
    {
        Worst("3", "orders, losses of 5 % and more: median delay at most 1.45 times the oracle's", measured.Select(r => (r[0], r[4])), 1.45);
        Worst("3", "orders and revenue together: at most 1.6 times", measured.Select(r => (r[0], r[6])), 1.6);
        return measured;
    }

    public IReadOnlyList<string[]> Deadlines(IReadOnlyList<string[]> measured)
    {
        Worst("3", "with a deadline, at the simulated threshold: at most 1.25 times", measured.Select(r => (r[0], r[6])), 1.25);
        return measured;
    }

    public IReadOnlyList<string[]> InMinutes(IReadOnlyList<string[]> measured)
    {
        foreach (var row in measured)
        {
            Row("3", $"20 % lost at {row[0]} orders a minute and node: at most {row[3]} min", $"{row[2]} min (oracle {row[1]})", Number(row[2]) <= Number(row[3]));
        }

        return measured;
    }

    public IReadOnlyList<string[]> Baskets(IReadOnlyList<string[]> measured)
    {
        Worst("3", "smaller baskets, as many orders: at most 1.5 times the oracle's", measured.Select(r => (r[0], r[3])), 1.5);
        return measured;
    }

    public IReadOnlyList<string[]> Onsets(IReadOnlyList<string[]> measured)
    {
        Worst("5", "a loss of 20 % or more that begins after 3 h: at most 2.5 times", measured.Select(r => (r[0], r[3])), 2.5);
        return measured;
    }

    public IEnumerable<string[]> Coverage(IReadOnlyList<(string[] Cells, Rate Covered)> measured)
    {
        var least = measured.MinBy(m => m.Covered.Value);
        Row("8", "the shown interval holds the truth at every look in at least 95 % of runs",
            $"at least {least.Covered.Percent} ({least.Cells[0]}, {least.Cells[1]} lost)", least.Covered.Value >= 0.95);
        return measured.Select(m => m.Cells);
    }

    /// <summary>A rate counts as reached unless its lower bound is above the promise.</summary>
    public string Section()
    {
        var first = new List<string[]>();
        if (falseRollbacks.Count > 0)
        {
            var (world, rate) = falseRollbacks.MaxBy(f => f.Rate.Value);
            var above = falseRollbacks.Where(f => f.Rate.Low > 0.01).Select(f => f.World).ToList();
            first.Add(["1", $"false rollbacks of 1 % in each of {falseRollbacks.Count} worlds",
                $"most: {rate} ({rate.Bounds}), {world}" + (above.Count == 0 ? "" : $"; proven above 1 % in: {string.Join("; ", above)}"), Said(above.Count == 0)]);
        }

        if (falsePromotions.Count > 0)
        {
            var once = falsePromotions.MaxBy(f => f.Once.Value);
            var twice = falsePromotions.MaxBy(f => f.Twice.Value);
            first.Add(["2", "false promotions at the tolerance: at most 5 %", $"most: {once.Once} ({once.Once.Bounds}), {once.World}", Said(falsePromotions.All(f => f.Once.Low <= 0.05))]);
            first.Add(["2", "at twice of it: at most 0.1 %", $"most: {twice.Twice} ({twice.Twice.Bounds}), {twice.World}", Said(falsePromotions.All(f => f.Twice.Low <= 0.001))]);
        }

        return $"## Goals\n\n{Markdown.Table(["point", "goal", "measured", "reached"], first.Concat(rows))}";
    }

    private void Worst(string point, string goal, IEnumerable<(string Loss, string Ratio)> measured, double most)
    {
        var all = measured.ToList();
        Row(point, goal, string.Join(", ", all.Select(m => $"{m.Ratio} at {m.Loss}")), all.TrueForAll(m => Number(m.Ratio) <= most));
    }

    private void Row(string point, string goal, string measured, bool reached) => rows.Add([point, goal, measured, Said(reached)]);

    private static string Said(bool reached) => reached ? "yes" : "**no**";

    /// <summary>What was not measured reaches no goal.</summary>
    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : double.PositiveInfinity;
}

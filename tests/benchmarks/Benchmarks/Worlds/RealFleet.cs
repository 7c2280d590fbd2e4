using System.Globalization;
using Rollout.Benchmarks.Orders;
using Rollout.Judge;
using Rollout.Metrics.Recorded;

namespace Rollout.Benchmarks.Worlds;

/// <summary>The real orders under one salt: customers stick to one of five nodes; four days of history, two that are judged.</summary>
internal sealed class RealFleet
{
    private const int HistoryMinutes = 4 * 1440;
    private const int AllMinutes = 6 * 1440;
    private static readonly NodeNames Names = new([.. Enumerable.Range(0, OrderCase.Nodes).Select(i => $"n{i}")]);

    // As `rollout judge` plans: two windows of two days are all the placebos there are, and are taken at their upper bound.
    private static readonly JudgePlan Plan = new() { Horizon = TimeSpan.FromDays(2) };

    private readonly FleetHistory history;
    private readonly FleetBucket[] judged;

    public RealFleet(IReadOnlyList<Order> orders, int salt)
    {
        var rows = orders.Select(o => (Minute: (int)(o.At - RealOrders.FirstDay).TotalMinutes, Node: Hashing.NodeOf(o, salt, OrderCase.Nodes),
            Value: double.Parse(o.Value, CultureInfo.InvariantCulture))).Where(r => r.Value > 0 && r.Minute < AllMinutes).ToArray();
        var bins = ValueBinning.FromHistory([.. rows.Where(r => r.Minute < HistoryMinutes).Select(r => r.Value)])!;
        var bounds = bins.UpperBounds.ToArray();
        var cells = rows.GroupBy(r => (r.Minute, r.Node)).ToDictionary(g => g.Key, g => Cell([.. g.Select(r => r.Value)], bounds));
        var quiet = new Measure { Count = 0, ValueCounts = new double[bounds.Length] };
        FleetBucket[] all = [.. Enumerable.Range(0, AllMinutes).Select(t => new FleetBucket(
            RealOrders.FirstDay.AddMinutes(t), TimeSpan.FromMinutes(1),
            new NodeMeasures(Names, [.. Enumerable.Range(0, OrderCase.Nodes).Select(n => cells.GetValueOrDefault((t, n), quiet))])))];
        history = new FleetHistory { BucketLength = TimeSpan.FromMinutes(1), Buckets = all[..HistoryMinutes], ValueBins = bins };
        judged = all[HistoryMinutes..];
    }

    /// <summary>Every node in turn: our judge to the end of the two days, the oracle, the rules of others; from the first judged midnight on.</summary>
    public IEnumerable<RunOutcome> Play(double loss, int salt, IReadOnlyList<IRivalRule> rivals)
    {
        for (var node = 0; node < OrderCase.Nodes; node++)
        {
            yield return Play(node, loss, SeededDraw.Of(salt).For(node), rivals);
        }
    }

    private RunOutcome Play(int node, double loss, SeededDraw draw, IReadOnlyList<IRivalRule> rivals)
    {
        var canary = Names.All[node];
        var plan = new BacktestPlan
        {
            // Promotions are not looked at: harm is watched to the end.
            Judge = Plan with { AlphaPromote = 1e-300 },
            Bucket = TimeSpan.FromMinutes(1),
            Window = TimeSpan.FromDays(2),
            WarmUp = TimeSpan.Zero,
        };
        var baseline = Baselines.FromHistory(plan.Judge, history, Names.All, [canary]);
        FleetBucket[] window = [.. judged.Select(b => OrderThinning.Thin(b, canary, loss, history.ValueBins, draw))];
        var mean = history.Buckets.Sum(b => b.Nodes.Values.Sum(m => m.Count)) / history.Buckets.Count;
        var ends = BacktestTrial.Play(plan, baseline, mean, window, canary, Names.All[(node + 1) % OrderCase.Nodes], [new OracleTest(loss), .. rivals]);
        int?[] minutes = [.. ends.Select(e => e.Verdict == Verdict.Worse ? (int?)Math.Round(e.Minutes!.Value) : null)];
        return new RunOutcome(minutes[0], null, minutes[1], minutes[2..]);
    }

    private static Measure Cell(double[] values, double[] bounds)
    {
        var counts = new double[bounds.Length];
        foreach (var value in values)
        {
            counts[ValueBinning.BinOf(bounds, value)]++;
        }

        return new Measure { Count = values.Length, Sum = values.Sum(), ValueCounts = counts };
    }
}

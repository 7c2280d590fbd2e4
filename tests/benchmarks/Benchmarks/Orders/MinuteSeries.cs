using System.Globalization;
using Rollout.Judge;

namespace Rollout.Benchmarks.Orders;

/// <summary>What the canary and the other nodes earned in every minute from the start on.</summary>
internal sealed record MinuteSeries(double[] Canary, double[][] Controls)
{
    public const int Minutes = 2 * 24 * 60;

    public static MinuteSeries Of(OrderCase @case, IReadOnlyList<Order> orders)
    {
        var nodes = Enumerable.Range(0, OrderCase.Nodes).Select(_ => new double[Minutes]).ToArray();
        foreach (var (order, node) in @case.Rows(orders))
        {
            if (order.At >= RealOrders.Start)
            {
                nodes[node][(int)(order.At - RealOrders.Start).TotalMinutes] += double.Parse(order.Value, CultureInfo.InvariantCulture);
            }
        }

        return new MinuteSeries(nodes[@case.Canary], [.. nodes.Where((_, n) => n != @case.Canary)]);
    }

    /// <summary>What a rule that looks at money says of it, minute by minute.</summary>
    public RuleOutcome Follow(IRivalRule rule)
    {
        var trial = rule.Begin(new RivalPlan { BucketLength = TimeSpan.FromMinutes(1), Buckets = Minutes, PlannedEvents = 0 });
        for (var minute = 0; minute < Minutes; minute++)
        {
            // These rules know nothing of events, shares or a node that serves as a baseline.
            var sample = new RivalSample
            {
                Canary = Canary[minute],
                Controls = Array.ConvertAll(Controls, c => c[minute]),
                Baseline = double.NaN,
                CanaryEvents = double.NaN,
                FleetEvents = double.NaN,
                Share = 1.0 / OrderCase.Nodes,
            };
            if (trial.Observe(sample))
            {
                return new RuleOutcome(TimeSpan.FromMinutes(minute + 1));
            }
        }

        return new RuleOutcome(null);
    }
}

using System.Globalization;

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
}

namespace Rollout.Benchmarks.Orders;

/// <summary>One case: the orders on five nodes under a salt, one of them the canary, whole or halved from the start on.</summary>
internal sealed record OrderCase(int Salt, int Canary, bool Halved)
{
    public const int Nodes = 5;

    public string Id => $"{(Halved ? "halved" : "same")}-{Salt}-{Canary}";

    /// <summary>Cases with nothing lost share a file.</summary>
    public string File => Halved ? $"{Id}.csv" : $"same-{Salt}.csv";

    /// <summary>The case's orders with their nodes, in order of time.</summary>
    public IEnumerable<(Order Order, int Node)> Rows(IReadOnlyList<Order> orders)
    {
        foreach (var order in orders)
        {
            var node = Hashing.NodeOf(order, Salt, Nodes);
            if (!Halved || node != Canary || order.At < RealOrders.Start || Hashing.Coin(order, Salt))
            {
                yield return (order, node);
            }
        }
    }
}

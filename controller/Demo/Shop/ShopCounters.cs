namespace Rollout.Demo.Shop;

/// <summary>What a shop process has counted since it began. Orders, revenue and histogram change together under one lock, so every scrape adds up.</summary>
internal sealed class ShopCounters
{
    /// <summary>Upper bounds of the order-value histogram, dollars: close together where most orders are, wide in the tail.</summary>
    public static readonly IReadOnlyList<double> ValueBounds =
    [
        2.5, 5, 7.5, 10, 12.5, 15, 17.5, 20, 25, 30, 35, 40, 50, 60, 75, 90, 110, 140, 180, 240, 320, 450, 700, 1200, 2500, 5000, 10_000,
    ];

    private readonly Lock gate = new();
    private readonly long[] values = new long[ValueBounds.Count + 1];
    private readonly SortedDictionary<int, long> requests = [];
    private readonly SortedDictionary<int, long> syntheticRequests = [];
    private long orders;
    private long syntheticOrders;
    private long sessions;
    private decimal revenue;

    /// <summary>A paid order. A synthetic one is counted apart and never as revenue.</summary>
    public void Order(decimal dollars, bool synthetic)
    {
        lock (gate)
        {
            if (synthetic)
            {
                syntheticOrders++;
                return;
            }

            orders++;
            revenue += dollars;
            values[Bucket((double)dollars)]++;
        }
    }

    public void Request(int code, bool synthetic)
    {
        lock (gate)
        {
            var by = synthetic ? syntheticRequests : requests;
            by[code] = by.GetValueOrDefault(code) + 1;
        }
    }

    /// <summary>A session's first request on this node.</summary>
    public void Session()
    {
        lock (gate)
        {
            sessions++;
        }
    }

    /// <summary>All figures of one moment.</summary>
    public ShopFigures Read()
    {
        lock (gate)
        {
            return new ShopFigures(
                orders, (double)revenue, [.. values], sessions, syntheticOrders, requests.ToArray(), syntheticRequests.ToArray());
        }
    }

    private static int Bucket(double dollars)
    {
        var at = 0;
        while (at < ValueBounds.Count && dollars > ValueBounds[at])
        {
            at++;
        }

        return at;
    }
}

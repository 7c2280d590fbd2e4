using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Rollout.Demo.Shop;

/// <summary>The baskets that are being filled, in memory: at most so many, and none for longer than its time.</summary>
internal sealed class Baskets(string node, TimeProvider time, int most = 10_000)
{
    /// <summary>A basket that nobody pays for is thrown away after this.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Basket> open = new(StringComparer.Ordinal);
    private readonly Queue<Basket> byAge = new();
    private readonly string began = time.GetUtcNow().ToUnixTimeMilliseconds().ToString("x", CultureInfo.InvariantCulture);
    private long filled;

    /// <summary>Baskets that are open now.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return open.Count;
            }
        }
    }

    /// <summary>Opens a basket; the oldest makes room when there are too many.</summary>
    public Basket Fill(string sku, int quantity, decimal price)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            // The process's beginning is part of the id: a basket of an earlier process of this node is unknown to this one, never another's.
            var basket = new Basket(string.Create(CultureInfo.InvariantCulture, $"{node}-{began}-{++filled:x}"), sku, quantity, price, now);
            open.Add(basket.Id, basket);
            byAge.Enqueue(basket);
            while (byAge.TryPeek(out var oldest) && (byAge.Count > most || now - oldest.FilledAt > Lifetime))
            {
                open.Remove(byAge.Dequeue().Id);
            }

            return basket;
        }
    }

    /// <summary>An open basket, left where it is.</summary>
    public bool TryLook(string id, [NotNullWhen(true)] out Basket? basket)
    {
        lock (gate)
        {
            return open.TryGetValue(id, out basket) && time.GetUtcNow() - basket.FilledAt <= Lifetime;
        }
    }

    /// <summary>Takes a basket out: true for exactly one of those who ask, so that nothing is paid for twice.</summary>
    public bool TryTake(string id)
    {
        lock (gate)
        {
            return open.Remove(id);
        }
    }
}

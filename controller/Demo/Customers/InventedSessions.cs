using Rollout.Demo.Shop;

namespace Rollout.Demo.Customers;

/// <summary>Sessions without end: a Poisson process whose rate follows the daily rhythm. The same seed gives the same customers.</summary>
public static class InventedSessions
{
    /// <summary>Three of four customers buy.</summary>
    public const double BuyingShare = 0.75;

    /// <param name="ordersPerSecond">Mean over a day.</param>
    public static IEnumerable<PlannedSession> Plan(double ordersPerSecond, int seed)
    {
        // Thinning (Lewis and Shedler 1979): candidates at the highest rate, each kept with the probability that the moment's rate asks for.
        var random = new Random(seed);
        var highest = ordersPerSecond / BuyingShare * (1 + DailyRhythm.Amplitude);
        var seconds = 0.0;
        while (true)
        {
            seconds -= Math.Log(1 - random.NextDouble()) / highest;
            var at = TimeSpan.FromSeconds(seconds);
            if (random.NextDouble() * (1 + DailyRhythm.Amplitude) < DailyRhythm.Factor(at))
            {
                var sku = Catalogue.Products[random.Next(Catalogue.Products.Count)].Sku;
                yield return new PlannedSession(at, random.NextDouble() < BuyingShare ? OrderValues.Next(random) : null, sku);
            }
        }
    }
}

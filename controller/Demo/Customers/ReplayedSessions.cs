using Rollout.Demo.Shop;

namespace Rollout.Demo.Customers;

/// <summary>Recorded orders played again, sped up; from the beginning when they are through.</summary>
public static class ReplayedSessions
{
    /// <summary>Nights and weekends of the recording, after speeding up, are cut to this.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromMilliseconds(250);

    /// <param name="orders">By time; at least one.</param>
    /// <param name="speed">Times faster than recorded.</param>
    public static IEnumerable<PlannedSession> Plan(IReadOnlyList<RecordedOrder> orders, double speed, int seed)
    {
        var random = new Random(seed);
        var at = TimeSpan.Zero;
        while (true)
        {
            for (var i = 0; i < orders.Count; i++)
            {
                var silence = i == 0 ? LongestSilence : (orders[i].At - orders[i - 1].At) / speed;
                at += silence < LongestSilence ? silence : LongestSilence;
                yield return new PlannedSession(at, orders[i].Dollars, Catalogue.Products[random.Next(Catalogue.Products.Count)].Sku);
            }
        }
    }

    /// <summary>
    /// The speed at which the mean rate is the wanted one, silences cut as <see cref="Plan"/> cuts them: found by halving, for the rate
    /// grows with the speed up to what the cut silences allow.
    /// </summary>
    public static double SpeedFor(IReadOnlyList<RecordedOrder> orders, double ordersPerSecond)
    {
        var (low, high) = (1e-3, 1e12);
        for (var i = 0; i < 60; i++)
        {
            var middle = Math.Sqrt(low * high);
            (low, high) = Lasts(orders, middle).TotalSeconds * ordersPerSecond > orders.Count ? (middle, high) : (low, middle);
        }

        return high;
    }

    private static TimeSpan Lasts(IReadOnlyList<RecordedOrder> orders, double speed)
    {
        var all = LongestSilence;
        for (var i = 1; i < orders.Count; i++)
        {
            var silence = (orders[i].At - orders[i - 1].At) / speed;
            all += silence < LongestSilence ? silence : LongestSilence;
        }

        return all;
    }
}

namespace Rollout.Demo.Customers;

/// <summary>
/// Values of orders, heavy-tailed as those of real shops: 98 of 100 lognormal, the rest from a Pareto tail whose variance is infinite, so
/// that one order now and then outweighs a minute of others.
/// </summary>
public static class OrderValues
{
    private const double MedianDollars = 28;
    private const double Sigma = 0.8;
    private const double TailShare = 0.02;
    private const double TailFromDollars = 120;
    private const double TailIndex = 1.9;
    private const double MostDollars = 50_000;

    /// <summary>One order's value in dollars and cents.</summary>
    public static decimal Next(Random random)
    {
        var dollars = random.NextDouble() < TailShare
            ? TailFromDollars * Math.Pow(1 - random.NextDouble(), -1 / TailIndex)
            : MedianDollars * Math.Exp(Sigma * Normal(random));
        return decimal.Round((decimal)Math.Clamp(dollars, 1, MostDollars), 2);
    }

    /// <summary>A standard normal number (Box and Muller 1958).</summary>
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

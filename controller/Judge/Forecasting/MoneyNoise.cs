namespace Rollout.Judge;

/// <summary>How money varies beside the orders that it comes with.</summary>
/// <param name="Worth">Mean weight u of an order, which is its mean square too (judge/README.md 2.4): 1/(1 + cv²).</param>
/// <param name="Phi">Overdispersion of the money's share.</param>
/// <param name="Sigma0">Its node effect.</param>
internal sealed record MoneyNoise(double Worth, double Phi, double Sigma0)
{
    /// <summary>Standard deviation of what one order adds beside its count.</summary>
    public double Deviation { get; private init; }

    /// <summary>Factor by which this canary earns more an order than expected.</summary>
    public double Effect { get; private init; } = 1;

    public static MoneyNoise? Of(Baseline baseline)
    {
        if (baseline.Money is not { } money)
        {
            return null;
        }

        double? worth = baseline switch
        {
            { Values: { } values } => values.Frequencies.Zip(values.Tilts, (f, u) => f * u).Sum(),
            { SquaredVariation: { } variation } => 1 / (1 + variation),
            _ => null,
        };
        return worth is > 0 ? new MoneyNoise(worth.Value, money.Phi, money.Sigma0) : null;
    }

    /// <summary>For one rollout, whose canary has a node effect of so many deviations.</summary>
    public MoneyNoise Of(PartBaseline orders, double common) => this with
    {
        Deviation = Math.Sqrt(Math.Max(0, (Phi * Worth) - (orders.Phi * Worth * Worth))),
        Effect = Math.Exp((Sigma0 - orders.Sigma0) * common),
    };
}

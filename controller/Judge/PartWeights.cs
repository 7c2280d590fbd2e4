namespace Rollout.Judge;

/// <summary>
/// What each part of a revenue weighs on its harm side; they sum to 1 (judge/README.md 2.4 has 1/2, 1/4, 1/4; decision 0012 says why these).
/// </summary>
internal static class PartWeights
{
    public const double Orders = 0.4;
    public const double Tilt = 0.2;
    public const double Rank = 0.4;

    /// <summary>Where sums and counts are known only: orders and money alike.</summary>
    public const double BesideSums = 0.5;

    /// <summary>Of the orders.</summary>
    public static double OfOrders(MetricKernels kernels) => kernels switch
    {
        { Tilt: not null, Rank: not null } => Orders,
        { Money: not null } => BesideSums,
        _ => 1,
    };
}

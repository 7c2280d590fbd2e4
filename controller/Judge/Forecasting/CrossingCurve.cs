namespace Rollout.Judge;

/// <summary>
/// Where an e-process of the share kernel crosses its threshold: for every number of the fleet's events the canary's events at which it
/// is just reached. While the expected share stays, the evidence depends on these two numbers only, so the curve is exact, and a
/// simulated rollout needs nothing but two counters.
/// </summary>
internal sealed class CrossingCurve
{
    private const double GridStep = 1.25;
    private const double Fewest = 1e-2;

    private readonly double share;
    private readonly bool fromAbove;
    private readonly double firstLog;
    private readonly double[] deviations;

    private CrossingCurve(double share, bool fromAbove, double firstLog, double[] deviations) =>
        (this.share, this.fromAbove, this.firstLog, this.deviations) = (share, fromAbove, firstLog, deviations);

    /// <param name="excess">Log e-value less threshold, by the fleet's and the canary's further events.</param>
    /// <param name="share">The canary's expected share.</param>
    /// <param name="fromAbove">Crossed by few events on the canary (harm); false: by many (safety).</param>
    /// <param name="most">The fleet's events up to which it is wanted.</param>
    public static CrossingCurve Of(Func<double, double, double> excess, double share, bool fromAbove, double most)
    {
        bool Possible(double fleet) => excess(fleet, fromAbove ? 0 : fleet) >= 0;
        var first = Fewest;
        while (first < most && !Possible(first))
        {
            first *= GridStep;
        }

        if (first >= most)
        {
            return new CrossingCurve(share, fromAbove, double.PositiveInfinity, []);
        }

        for (var (low, i) = (first / GridStep, 0); i < 6 && first > Fewest; i++)
        {
            var middle = Math.Sqrt(low * first);
            (low, first) = Possible(middle) ? (low, middle) : (middle, first);
        }

        var count = 2 + Math.Max(0, (int)Math.Ceiling(Math.Log(most / first) / Math.Log(GridStep)));
        var deviations = new double[count];
        var guess = fromAbove ? -3.0 : 2.0;
        for (var i = 0; i < count; i++)
        {
            var fleet = first * Math.Pow(GridStep, i);
            var deviation = Deviation(fleet, share);
            var (least, largest) = (-share * fleet / deviation, (1 - share) * fleet / deviation);
            guess = Root(z => excess(fleet, (share * fleet) + (z * deviation)), guess, least, largest, fromAbove ? least : largest);
            deviations[i] = guess;
        }

        return new CrossingCurve(share, fromAbove, Math.Log(first), deviations);
    }

    /// <summary>Whether the threshold is reached when so many of the fleet's further events have fallen on the canary.</summary>
    public bool IsCrossed(double fleet, double canary)
    {
        if (fleet <= 0)
        {
            return false;
        }

        var at = (Math.Log(fleet) - firstLog) / Math.Log(GridStep);
        if (!(at >= 0))
        {
            return false;
        }

        var i = Math.Min((int)at, deviations.Length - 2);
        var bound = deviations[i] + (Math.Min(at - i, 1) * (deviations[i + 1] - deviations[i]));
        var z = (canary - (share * fleet)) / Deviation(fleet, share);
        return fromAbove ? z <= bound : z >= bound;
    }

    private static double Deviation(double fleet, double share) => Math.Sqrt(share * (1 - share) * fleet);

    /// <summary>Root between the ends: outwards from the guess until it is bracketed, then false position with halved weights (Illinois).</summary>
    private static double Root(Func<double, double> excess, double guess, double least, double largest, double possible)
    {
        double low = Math.Clamp(guess, least, largest), high = low;
        double below = excess(low), above = below;
        for (var reach = 0.1; below * above > 0; reach *= 2.5)
        {
            if (low <= least && high >= largest)
            {
                return possible;
            }

            low = Math.Max(least, low - reach);
            high = Math.Min(largest, high + reach);
            (below, above) = (excess(low), excess(high));
        }

        for (var i = 0; i < 40 && high - low > 1e-3; i++)
        {
            var at = i % 3 == 2 || above == below ? (low + high) / 2 : low - (below * (high - low) / (above - below));
            var value = excess(at);
            if (Math.Abs(value) < 2e-3)
            {
                return at;
            }

            if (value * above > 0)
            {
                (high, above, below) = (at, value, i > 0 ? below / 2 : below);
            }
            else
            {
                (low, below, above) = (at, value, i > 0 ? above / 2 : above);
            }
        }

        return (low + high) / 2;
    }
}

namespace Rollout.Judge;

/// <summary>The range of log rate ratios on which a kernel keeps its sums, and at how many Chebyshev points.</summary>
/// <param name="Low">Lowest log rate ratio.</param>
/// <param name="High">Highest log rate ratio.</param>
/// <param name="Size">Number of points.</param>
internal readonly record struct KernelDomain(double Low, double High, int Size)
{
    private const double LogPrecision = 37; // ln(1e16)

    /// <summary>
    /// Ends and sizes go by steps, upwards: a little wider than needed, and few domains for all the node effects and weights there are, so
    /// that rollouts share their tables.
    /// </summary>
    private const double Step = 0.25;
    private const int SizeStep = 4;

    public double Middle => (Low + High) / 2;

    public double Half => (High - Low) / 2;

    /// <summary>
    /// Wide enough for losses of 98 % and for eight node effects about no loss. ln(1 - rho + rho e^(xu)) has its singularities
    /// at a distance of pi/u from the real axis whatever rho is, which gives the number of points that double precision asks for.
    /// </summary>
    public static KernelDomain ForRates(double sigma0, double largestWeight)
    {
        var sigma = Math.Min(sigma0, 0.5);
        var most = largestWeight > 1 ? ChebyshevTable.LargestSize : 56;
        return Over(-Math.Max(5, Up(4 + (5 * sigma))), Math.Max(1.5, Up(8 * sigma)), largestWeight, most);
    }

    /// <summary>For the rank part, whose alternatives lie between 0.15 and 1.6 and whose weights are at most 1 in size.</summary>
    public static KernelDomain ForRanks(double sigma0)
    {
        var margin = Math.Max(1, Up(8 * Math.Min(sigma0, 0.5)));
        return Over(-margin, 1.6 + margin, 1, 32);
    }

    /// <summary>For the split of the sessions: from half to double, and eight node effects about what is expected.</summary>
    public static KernelDomain ForSplits(double sigma0)
    {
        var margin = Math.Max(1, Up(8 * Math.Min(sigma0, 0.5)));
        return Over(-margin, margin, 1, 32);
    }

    private static KernelDomain Over(double low, double high, double largestWeight, int most)
    {
        var distance = Math.PI / largestWeight / ((high - low) / 2);
        var ellipse = Math.Log(distance + Math.Sqrt(1 + (distance * distance)));
        return new KernelDomain(low, high, (int)Math.Clamp(Math.Ceiling(LogPrecision / ellipse / SizeStep) * SizeStep, 12, most));
    }

    private static double Up(double margin) => Math.Ceiling(margin / Step) * Step;
}

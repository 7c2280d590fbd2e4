namespace Rollout.Judge;

/// <summary>Random counts and deviates from a seed: the same seed gives the same forecast.</summary>
internal sealed class EventDraws(int seed)
{
    private const double Normally = 16;

    private readonly SeededDraw stream = SeededDraw.Of(seed);
    private long drawn;

    /// <summary>Marsaglia's polar method (SIAM Review 6, 1964).</summary>
    public double Normal()
    {
        while (true)
        {
            var (x, y) = ((2 * Uniform()) - 1, (2 * Uniform()) - 1);
            var square = (x * x) + (y * y);
            if (square is > 0 and < 1)
            {
                return x * Math.Sqrt(-2 * Math.Log(square) / square);
            }
        }
    }

    private double Uniform() => stream.For(drawn++).Uniform();

    /// <summary>Events of the given mean that come in clumps of phi: variance phi times the mean. A normal deviate where there are many.</summary>
    public double Count(double mean, double phi)
    {
        var clumps = mean / phi;
        if (clumps > Normally)
        {
            return Math.Max(0, mean + (Math.Sqrt(mean * phi) * Normal()));
        }

        var (limit, product, count) = (Math.Exp(-clumps), Uniform(), 0);
        while (product > limit)
        {
            product *= Uniform();
            count++;
        }

        return phi * count;
    }
}

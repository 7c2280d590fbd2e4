namespace Rollout.Judge;

/// <summary>
/// The constant c of O'Brien and Fleming (Biometrics 35, 1979): with equally spaced looks at a Brownian motion, the chance that
/// B(k/K) exceeds c at any look k is the level; in terms of the standardised statistic, Z at look k exceeds c sqrt(K/k).
/// Computed by the recursive integration of Armitage, McPherson and Rowe (J. R. Stat. Soc. A 132, 1969).
/// </summary>
public static class OBrienFlemingBoundary
{
    private const int Points = 400;

    /// <summary>Below this the density of B(1) is nothing.</summary>
    private const double Lowest = -8;

    /// <param name="looks">Equally spaced, the last at the end.</param>
    /// <param name="level">One-sided, in (0, 0.5).</param>
    public static double Constant(int looks, double level)
    {
        double low = 0, high = 8;
        for (var i = 0; i < 40; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Crossing(looks, middle) > level ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    /// <summary>The chance to lie above the constant at any of the looks.</summary>
    public static double Crossing(int looks, double constant)
    {
        var deviation = 1 / Math.Sqrt(looks);

        // Gauss-like accuracy from the trapezoid rule needs a step well below the deviation of one look's increment.
        var points = Math.Max(Points, (int)(12 * (constant - Lowest) / deviation));
        var step = (constant - Lowest) / points;
        var kernel = new double[points + 1];
        for (var i = 0; i <= points; i++)
        {
            var away = i * step / deviation;
            kernel[i] = Math.Exp(-away * away / 2) / (deviation * Math.Sqrt(2 * Math.PI));
        }

        var density = new double[points + 1];
        for (var i = 0; i <= points; i++)
        {
            var x = Lowest + (i * step);
            density[i] = Math.Exp(-x * x / (2 * deviation * deviation)) / (deviation * Math.Sqrt(2 * Math.PI));
        }

        for (var look = 1; look < looks; look++)
        {
            density = Spread(density, kernel, step, deviation);
        }

        return 1 - Mass(density, step);
    }

    private static double[] Spread(double[] density, double[] kernel, double step, double deviation)
    {
        var reach = Math.Min(density.Length - 1, (int)(9 * deviation / step));
        var next = new double[density.Length];
        for (var i = 0; i < next.Length; i++)
        {
            double sum = 0;
            for (var j = Math.Max(0, i - reach); j <= Math.Min(density.Length - 1, i + reach); j++)
            {
                sum += density[j] * kernel[Math.Abs(i - j)] * Weight(j, density.Length);
            }

            next[i] = sum * step;
        }

        return next;
    }

    private static double Mass(double[] density, double step)
    {
        var sum = 0.0;
        for (var j = 0; j < density.Length; j++)
        {
            sum += density[j] * Weight(j, density.Length);
        }

        return sum * step;
    }

    /// <summary>Simpson at the cut end would want an even count; the trapezoid with Gregory's end correction of third order does not.</summary>
    private static double Weight(int j, int count)
    {
        var fromEnd = count - 1 - j;
        return fromEnd switch
        {
            0 => 3.0 / 8,
            1 => 7.0 / 6,
            2 => 23.0 / 24,
            _ => 1,
        };
    }
}

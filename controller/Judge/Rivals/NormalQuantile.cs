namespace Rollout.Judge;

/// <summary>Upper quantiles of the standard normal distribution.</summary>
internal static class NormalQuantile
{
    /// <summary>
    /// z with P(Z > z) = level: the rational approximation of Abramowitz and Stegun 26.2.23 (error below 4.5e-4), then Newton steps on
    /// <see cref="Upper"/> to its precision.
    /// </summary>
    /// <param name="level">In (0, 0.5].</param>
    public static double Of(double level)
    {
        var t = Math.Sqrt(-2 * Math.Log(level));
        var z = t - ((2.515517 + (0.802853 * t) + (0.010328 * t * t)) / (1 + (1.432788 * t) + (0.189269 * t * t) + (0.001308 * t * t * t)));
        for (var i = 0; i < 4; i++)
        {
            z += (Upper(z) - level) * Math.Sqrt(2 * Math.PI) * Math.Exp(z * z / 2);
        }

        return z;
    }

    /// <summary>
    /// P(Z > z) to about 1e-14 relative: for small z the series of Abramowitz and Stegun 26.2.11, beyond it the continued fraction 26.2.14.
    /// </summary>
    public static double Upper(double z)
    {
        if (z < 0)
        {
            return 1 - Upper(-z);
        }

        var density = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
        if (z < 3)
        {
            double term = z, sum = z;
            for (var n = 3; Math.Abs(term) > 1e-18 * (1 + sum) && n < 400; n += 2)
            {
                term *= z * z / n;
                sum += term;
            }

            return 0.5 - (density * sum);
        }

        var fraction = 0.0;
        for (var n = 100; n > 0; n--)
        {
            fraction = n / (z + fraction);
        }

        return density / (z + fraction);
    }
}

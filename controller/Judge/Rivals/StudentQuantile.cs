namespace Rollout.Judge;

/// <summary>
/// Upper quantiles of Student's t from those of the normal distribution: Abramowitz and Stegun, Handbook of Mathematical
/// Functions, 26.7.5 (four terms in 1/freedom). From nine degrees of freedom on within 2e-4 of the tables at 1 %.
/// </summary>
internal static class StudentQuantile
{
    /// <param name="z">The normal quantile of the same level.</param>
    /// <param name="freedom">Degrees of freedom; values below 3 are taken as 3.</param>
    public static double Of(double z, double freedom)
    {
        var n = Math.Max(3, freedom);
        var square = z * z;
        var first = z * (square + 1) / 4;
        var second = z * ((((5 * square) + 16) * square) + 3) / 96;
        var third = z * ((((((3 * square) + 19) * square) + 17) * square) - 15) / 384;
        var fourth = z * ((((((((79 * square) + 776) * square) + 1482) * square) - 1920) * square) - 945) / 92160;
        return z + ((first + ((second + ((third + (fourth / n)) / n)) / n)) / n);
    }
}

namespace Rollout.Judge;

/// <summary>The e-value against "a loss of the tolerance or more" (judge/README.md 2.1): only the null differs between stages.</summary>
internal static class SafeSide
{
    private static readonly double[] Gains = [0, .02, .05, .1, .2, .4];
    private static readonly double[] GainWeights = [.6, .12, .1, .08, .05, .05];

    /// <summary>ln of the e-value.</summary>
    /// <param name="likelihood">All samples so far.</param>
    /// <param name="sigma0">Node effect in the null.</param>
    /// <param name="spread">Node effect in the alternatives.</param>
    /// <param name="tolerance">Relative loss, in (0, 1).</param>
    /// <param name="centre">The log rate ratio that stands for a loss of the tolerance; ln(1 - tolerance) where weights are 1.</param>
    public static double LogEvalue(LogLikelihood likelihood, double sigma0, double spread, double tolerance, double centre)
    {
        double[] alternatives = [Math.Log(1 - (tolerance / 2)), Math.Log(1 - (tolerance / 4)), .. Gains.Select(g => Math.Log(1 + g))];
        var weights = LogSpace.Normalised([.1, .15, .. GainWeights.Select(w => .75 * w)]);
        Span<double> logs = stackalloc double[alternatives.Length];
        for (var j = 0; j < logs.Length; j++)
        {
            logs[j] = weights[j] + likelihood.Integrated(alternatives[j], spread);
        }

        return LogSpace.Sum(logs) - likelihood.Integrated(centre, sigma0);
    }
}

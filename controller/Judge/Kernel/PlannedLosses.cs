namespace Rollout.Judge;

/// <summary>
/// The prior on harm of a rollout whose length and traffic are known beforehand (decision 0012): even over the losses that it can find, by
/// the logarithm of their size. What a plan cannot find needs no mass, and what a look or two find anyway little.
/// </summary>
internal static class PlannedLosses
{
    /// <summary>Each of <see cref="KernelDesign.Losses"/> by how much of the log scale it stands for, less for those beyond 30 %: found in a dozen events.</summary>
    private static readonly double[] Even = [1.9, 3.0, 2.6, 2.4, 2.0, 2.2, 2.1, 2.1, 2.3, 1.5, 1.4, .6, .3, .3];

    /// <summary>Twice the log e-value at which a loss is found, about: it takes so much information over its squared distance from no harm.</summary>
    private const double Needed = 12;

    /// <summary>Mass falls where a loss needs more than this part of the plan.</summary>
    private const double Part = 0.25;

    /// <summary>Mass falls where a loss is found in fewer looks, down to a fifth.</summary>
    private const double Looks = 3;

    private const double Least = 0.2;

    /// <summary>Weights of the losses, not normalised; those of a rollout without a plan where the plan says nothing of its information.</summary>
    /// <param name="part">Calibrated, with its planned information and that of a bucket.</param>
    /// <param name="centre">Log rate ratio up to which nothing counts as harm.</param>
    public static IReadOnlyList<double> Weights(PartBaseline part, double centre)
    {
        if (!(part.PlannedInformation > 0 && part.BucketInformation > 0))
        {
            return KernelDesign.LossWeights;
        }

        var planned = part.PlannedInformation / (1 + (part.Sigma0 * part.Sigma0 * part.PlannedInformation));
        return
        [
            .. KernelDesign.Losses.Select((loss, j) =>
            {
                var needed = Information(loss, centre);
                return Even[j] * Math.Min(1, Part * planned / needed) * InLooks(needed, part);
            }),
        ];
    }

    /// <summary>The same of harm that begins later: of what can be found in time at all, less on what a look or two find.</summary>
    public static IReadOnlyList<double> Late(PartBaseline part, double centre) => part.BucketInformation > 0
        ? [.. KernelDesign.Losses.Select((loss, j) => KernelDesign.LateWeights[j] * InLooks(Information(loss, centre), part))]
        : KernelDesign.LateWeights;

    private static double Information(double loss, double centre) => Needed / ((Math.Log(1 - loss) - centre) * (Math.Log(1 - loss) - centre));

    private static double InLooks(double needed, PartBaseline part) => Math.Clamp(needed / part.BucketInformation / Looks, Least, 1);
}

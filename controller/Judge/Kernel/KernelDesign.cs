namespace Rollout.Judge;

/// <summary>What one kernel is built of: fixed for a rollout, derived from plan and baseline, never stored.</summary>
internal sealed record KernelDesign
{
    /// <summary>Losses that harm is looked for at, and their prior weights without a plan (judge/README.md 2.1; the weights by decision 0006).</summary>
    public static readonly IReadOnlyList<double> Losses = [.01, .02, .03, .05, .07, .10, .15, .20, .30, .40, .50, .70, .90, .98];

    public static readonly IReadOnlyList<double> LossWeights = [.4, .5, .8, 1.5, 1.5, 2, 2.2, 2.2, 2, 1.8, 1.8, .7, .3, .3];

    /// <summary>
    /// Of harm that begins later: a small loss is found so slowly that it may as well have begun at the start, whose prior it has.
    /// </summary>
    public static readonly IReadOnlyList<double> LateWeights = [0, 0, 0, 0, 0, .5, 2, 2.2, 2, 1.8, 1.8, .7, .3, .3];

    /// <summary>Those of the reference kernel: too much on losses that nobody can find in time, or that nobody can miss (decision 0006).</summary>
    public static readonly IReadOnlyList<double> ReferenceWeights = [1, 1, 1, 1.5, 1.5, 2, 2, 2, 2, 2, 2, 1, 1, 1];

    public required KernelDomain Domain { get; init; }

    /// <summary>Overdispersion, at least 1.</summary>
    public required double Phi { get; init; }

    /// <summary>Standard deviation of the node effect on the scale of x.</summary>
    public required double Sigma0 { get; init; }

    /// <summary>The log rate ratio up to which nothing counts as harm.</summary>
    public double HarmCentre { get; init; }

    /// <summary>Log rate ratios of harm.</summary>
    public required double[] Alternatives { get; init; }

    public required double[] LogWeights { get; init; }

    /// <summary>Of harm that begins later; minus infinity for none.</summary>
    public required double[] LateLogWeights { get; init; }

    /// <summary>The part of the prior that begins with the rollout; the rest is released with the information (2.3).</summary>
    public double AtStart { get; init; } = 1;

    /// <summary>Information by which all of the prior is released.</summary>
    public double HorizonInformation { get; init; }

    /// <summary>
    /// Prior mass that is gathered before it is released, so that the null is integrated at most a few hundred times however many
    /// samples come. 0: with every sample, as the reference kernel does.
    /// </summary>
    public double OnsetQuantum { get; init; } = 1 / 2048.0;

    /// <summary>
    /// The alternatives carry the node effect too: a canary that lost 20 % has its node effect beside it. Without this a point
    /// alternative between two listed losses falls ever further behind an integrated null as information grows.
    /// False: point alternatives, as the reference kernel has them.
    /// </summary>
    public bool SpreadAlternatives { get; init; } = true;

    public bool DelayedOnset => AtStart < 1;

    /// <summary>Harm as a loss of more than the floor.</summary>
    public static KernelDesign OfLosses(
        double phi, double sigma0, double largestWeight, double floor, Func<double, double> logRatioOfLoss, IReadOnlyList<double>? weights = null,
        IReadOnlyList<double>? lateWeights = null)
    {
        var kept = Enumerable.Range(0, Losses.Count).Where(i => Losses[i] > floor).ToList();
        if (kept.Count == 0)
        {
            kept = [Losses.Count - 1];
        }

        var now = LogSpace.Normalised([.. kept.Select(i => (weights ?? LossWeights)[i])]);
        var late = kept.Select(i => (lateWeights ?? LateWeights)[i]).ToArray();
        return new KernelDesign
        {
            Domain = KernelDomain.ForRates(sigma0, largestWeight),
            Phi = phi,
            Sigma0 = sigma0,
            HarmCentre = floor > 0 ? logRatioOfLoss(floor) : 0,
            Alternatives = [.. kept.Select(i => Math.Log(1 - Losses[i]))],
            LogWeights = now,
            LateLogWeights = !ReferenceEquals(weights, ReferenceWeights) && late.Sum() > 0 ? LogSpace.Normalised(late) : now,
        };
    }
}

namespace Rollout.Judge;

/// <summary>The designs of a metric's kernels, from plan and baseline.</summary>
internal sealed record MetricKernels
{
    /// <summary>The part of the prior on harm that is there from the start, where the length is planned (judge/README.md 2.3).</summary>
    private const double AtStart = 0.8;

    /// <summary>Variance of the node effect over that of chance, over the plan.</summary>
    private const double MostWandering = 1;

    /// <summary>Baskets that are 5, 10, 20, 30 and 45 % smaller, about, where values spread as orders mostly do (decision 0012).</summary>
    private static readonly double[] RankWeights = [1.5, 3, 3, 1.5, 1];

    private static readonly double[] SplitRatios = [.5, .8, .9, .95, 1.05, 1.1, 1.25, 2];

    public required KernelDesign Orders { get; init; }

    public KernelDesign? Money { get; init; }

    public KernelDesign? Tilt { get; init; }

    public KernelDesign? Rank { get; init; }

    /// <summary>Of the sessions themselves: more or fewer than expected, whatever they bring.</summary>
    public KernelDesign? Split { get; init; }

    public static MetricKernels Of(JudgePlan plan, Baseline baseline)
    {
        static double LogRatio(double loss) => Math.Log(1 - loss);
        var floor = plan.Direction.AsLoss(plan.HarmFloor);
        KernelDesign Share(PartBaseline part) => KernelDesign.OfLosses(part.Phi, part.Sigma0, 1, floor, LogRatio, Prior(plan, part, floor), Late(part, floor));
        return new MetricKernels
        {
            Orders = Delayed(plan, baseline.Orders, Share(baseline.Orders)),
            Money = baseline.Money switch
            {
                null => null,

                // With values known the share of money only shows the effect; its harm is the tilt's.
                { } part when baseline.Values is not null => Share(part),
                { } part => Delayed(plan, part, Share(part)),
            },
            Tilt = baseline is { Money: { } money, Values: { } values }
                ? Delayed(plan, money, Tilts(floor, money, values, Prior(plan, money, floor)))
                : null,
            Rank = baseline is { Rank: { } rank, Values: { } scale }
                ? Delayed(plan, rank, Ranks(rank, scale.RankOfLoss(floor)))
                : null,
            Split = baseline.Split is { } split ? BothWays(split) : null,
        };
    }

    /// <summary>Sessions lost or gained. Point by point in size, since nobody knows which balancer fault comes.</summary>
    private static KernelDesign BothWays(PartBaseline part) => new()
    {
        Domain = KernelDomain.ForSplits(part.Sigma0),
        Phi = part.Phi,
        Sigma0 = part.Sigma0,
        Alternatives = Array.ConvertAll(SplitRatios, r => Math.Log(r)),
        LogWeights = LogSpace.Normalised([.. SplitRatios.Select(_ => 1.0)]),
        LateLogWeights = LogSpace.Normalised([.. SplitRatios.Select(_ => 1.0)]),
    };

    /// <summary>
    /// Where the node effect outweighs what chance alone would spread over the plan, a late loss cannot be told from a node that wanders: the
    /// null of a late onset has one effect for the whole rollout. There the whole prior is on the start. Without this an effect of 5 % that
    /// wanders within the hour was rolled back in 73 of 1,000 rollouts with nothing lost.
    /// </summary>
    private static KernelDesign Delayed(JudgePlan plan, PartBaseline part, KernelDesign design) =>
        plan.Horizon is not null && part.PlannedInformation > 0 && part.Sigma0 * part.Sigma0 * part.PlannedInformation <= MostWandering
            ? design with { AtStart = AtStart, HorizonInformation = part.PlannedInformation }
            : design;

    private static KernelDesign Tilts(double floor, PartBaseline part, ValueScale values, IReadOnlyList<double> prior) =>
        KernelDesign.OfLosses(part.Phi, part.Sigma0, values.Tilts.Max(), floor, values.LogRatioOfLoss, prior, Late(part, floor));

    private static IReadOnlyList<double> Late(PartBaseline part, double floor) => PlannedLosses.Late(part, Math.Log(1 - floor));

    private static IReadOnlyList<double> Prior(JudgePlan plan, PartBaseline part, double floor) =>
        plan.Horizon is null ? KernelDesign.LossWeights : PlannedLosses.Weights(part, Math.Log(1 - floor));

    private static KernelDesign Ranks(PartBaseline part, double floor) => new()
    {
        Domain = KernelDomain.ForRanks(part.Sigma0),
        Phi = part.Phi,
        Sigma0 = part.Sigma0,
        HarmCentre = floor,
        Alternatives = [floor + .15, floor + .3, floor + .6, floor + 1, floor + 1.6],
        LogWeights = LogSpace.Normalised(RankWeights),
        LateLogWeights = LogSpace.Normalised(RankWeights),
    };
}

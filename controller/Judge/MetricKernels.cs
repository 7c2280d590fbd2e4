namespace Rollout.Judge;

/// <summary>The designs of a metric's kernels, from plan and baseline.</summary>
internal sealed record MetricKernels
{
    /// <summary>The part of the prior on harm that is there from the start, where the length is planned (judge/README.md 2.3).</summary>
    private const double AtStart = 0.5;

    public required KernelDesign Orders { get; init; }

    public KernelDesign? Money { get; init; }

    public KernelDesign? Tilt { get; init; }

    public KernelDesign? Rank { get; init; }

    public static MetricKernels Of(JudgePlan plan, Baseline baseline)
    {
        static double LogRatio(double loss) => Math.Log(1 - loss);
        KernelDesign Share(PartBaseline part) => KernelDesign.OfLosses(part.Phi, part.Sigma0, 1, plan.HarmFloor, LogRatio);
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
                ? Delayed(plan, money, Tilts(plan, money, values))
                : null,
            Rank = baseline is { Rank: { } rank, Values: { } scale }
                ? Delayed(plan, rank, Ranks(rank, scale.RankOfLoss(plan.HarmFloor)))
                : null,
        };
    }

    private static KernelDesign Delayed(JudgePlan plan, PartBaseline part, KernelDesign design) =>
        plan.Horizon is not null && part.PlannedInformation > 0
            ? design with { AtStart = AtStart, HorizonInformation = part.PlannedInformation }
            : design;

    private static KernelDesign Tilts(JudgePlan plan, PartBaseline part, ValueScale values) =>
        KernelDesign.OfLosses(part.Phi, part.Sigma0, values.Tilts.Max(), plan.HarmFloor, values.LogRatioOfLoss);

    private static KernelDesign Ranks(PartBaseline part, double floor) => new()
    {
        Domain = KernelDomain.ForRanks(part.Sigma0),
        Phi = part.Phi,
        Sigma0 = part.Sigma0,
        HarmCentre = floor,
        Alternatives = [floor + .15, floor + .3, floor + .6, floor + 1, floor + 1.6],
        LogWeights = LogSpace.Normalised([1, 1, 1, 1, 1]),
    };
}

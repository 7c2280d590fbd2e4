namespace Rollout.Judge;

/// <summary>The crossing curves of one metric: the judge's own kernels, fed the totals that a rollout might reach.</summary>
internal sealed class CrossingCurves
{
    /// <summary>Steps in which a total is fed where the prior spreads over onset times: evenly, as a loss from the start would bring it.</summary>
    private const int OnsetSteps = 12;

    private readonly MetricKernels kernels;
    private readonly Baseline baseline;
    private readonly Evidence? evidence;
    private readonly double share;
    private readonly double most;

    /// <param name="plan">How the metric is judged.</param>
    /// <param name="baseline">Of the rollout.</param>
    /// <param name="evidence">What has come in already; null before the start.</param>
    /// <param name="share">The canaries' expected share from now on.</param>
    /// <param name="most">The fleet's events up to which curves are wanted.</param>
    public CrossingCurves(JudgePlan plan, Baseline baseline, Evidence? evidence, double share, double most)
    {
        kernels = MetricKernels.Of(plan, baseline);
        (this.baseline, this.evidence, this.share, this.most) = (baseline, evidence, share, most);
    }

    /// <summary>Part of the harm side that is the orders'.</summary>
    public double OrdersWeight => PartWeights.OfOrders(kernels);

    /// <summary>Log e-value of the orders' harm side less the threshold, by further events of the fleet and of the canary.</summary>
    public Func<double, double, double> HarmExcess(double threshold)
    {
        var design = kernels.Orders;
        var steps = design.DelayedOnset ? OnsetSteps : 1;
        var goal = threshold - Math.Log(OrdersWeight);
        return (fleet, canary) =>
        {
            var sums = Begun(design, evidence?.Orders);
            for (var i = 0; i < steps; i++)
            {
                sums.Add(new ShareSample(canary / steps, [1], [fleet / steps], share));
            }

            return sums.LogHarm() - goal;
        };
    }

    public Func<double, double, double> SafeExcess(double tolerance, double threshold) =>
        Safe(kernels.Orders, evidence?.Orders, tolerance, Math.Log(1 - tolerance), threshold, [1], [1]);

    /// <summary>Null where money is not judged. Counted in effective events: weights u sum to them.</summary>
    public Func<double, double, double>? MoneySafeExcess(double tolerance, double threshold, MoneyNoise noise)
    {
        if (kernels.Tilt is { } tilt && baseline.Values is { } values)
        {
            double[] tilts = [.. values.Tilts];
            double[] each = [.. values.Frequencies.Select(f => f / noise.Worth)];
            return Safe(tilt, evidence?.Tilt, tolerance, values.LogRatioOfLoss(tolerance), threshold, tilts, each);
        }

        return kernels.Money is { } money ? Safe(money, evidence?.Money, tolerance, Math.Log(1 - tolerance), threshold, [1], [1]) : null;
    }

    public CrossingCurve Harm(double threshold) => CrossingCurve.Of(HarmExcess(threshold), share, fromAbove: true, most);

    public CrossingCurve Safe(Func<double, double, double> excess) => CrossingCurve.Of(excess, share, fromAbove: false, most);

    private Func<double, double, double> Safe(
        KernelDesign design, string? packed, double tolerance, double centre, double threshold, double[] weights, double[] each)
    {
        var plain = design with { AtStart = 1 };
        var usesPlain = packed is null;
        var counts = new double[each.Length];
        return (fleet, canary) =>
        {
            var sums = Begun(usesPlain ? plain : design, packed);
            for (var i = 0; i < counts.Length; i++)
            {
                counts[i] = each[i] * fleet;
            }

            sums.Add(new ShareSample(canary, weights, counts, share));
            return SafeSide.LogEvalue(sums.Likelihood(), design.Sigma0, design.Sigma0, tolerance, centre) - threshold;
        };
    }

    private static ShareSums Begun(KernelDesign design, string? packed) =>
        packed is null ? new ShareSums(design) : ShareSums.Unpack(design, packed);
}

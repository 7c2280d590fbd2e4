namespace Rollout.Judge;

/// <summary>The evidence of a metric unpacked: e-values, effect and verdict are read off it.</summary>
internal sealed class EvidenceReading
{
    private readonly JudgePlan plan;
    private readonly Baseline baseline;
    private readonly Evidence evidence;
    private readonly Part? orders;
    private readonly Part? money;
    private readonly Part? tilt;
    private readonly Part? rank;
    private readonly Part? split;
    private readonly IReadOnlyList<EvidenceReading> bounds;
    private readonly double? threshold;

    private EvidenceReading(JudgePlan plan, Baseline baseline, Evidence evidence, double? threshold)
    {
        (this.plan, this.baseline, this.evidence, this.threshold) = (plan, baseline, evidence, threshold);
        bounds = [.. baseline.Bounds.Zip(evidence.Bounds ?? []).Select(b => new EvidenceReading(LatencyJudge.Ratio(plan), b.First.Ratio, b.Second, threshold))];
        if (baseline.Bounds.Count > 0)
        {
            return;
        }

        var kernels = MetricKernels.Of(plan, baseline);
        orders = Part.Of(kernels.Orders, evidence.Orders);
        money = Part.Of(kernels.Money, evidence.Money);
        tilt = Part.Of(kernels.Tilt, evidence.Tilt);
        rank = Part.Of(kernels.Rank, evidence.Rank);
        split = Part.Of(kernels.Split, evidence.Split);
    }

    /// <param name="threshold">Of the whole rollout now, where its length is planned; null: ln(1/alpha).</param>
    public static EvidenceReading Of(JudgePlan plan, Baseline baseline, Evidence evidence, double? threshold = null) =>
        new(plan, baseline, evidence, threshold);

    private double HarmThreshold => plan.HarmWeight > 0 ? (threshold ?? -Math.Log(plan.Alpha)) - Math.Log(plan.HarmWeight) : double.MaxValue;

    private double SafeThreshold => -Math.Log(plan.AlphaPromote);

    /// <summary>Proven: the sessions are not split as they always were, so that "no worse" has no ground to stand on.</summary>
    private bool SplitMismatch => LogSplit() >= -Math.Log(plan.Alpha);

    public Verdict Decide(double tolerance)
    {
        // Harm first: where both are reached at one look, harm wins.
        if (LogHarm() >= HarmThreshold)
        {
            return Verdict.Worse;
        }

        return LogSafe(tolerance) < SafeThreshold || SplitMismatch ? Verdict.Insufficient : Safe(Effect());
    }

    public Assessment Assess(double tolerance)
    {
        var (harm, safe, effect) = (LogHarm(), LogSafe(tolerance), Effect());
        var verdict = harm >= HarmThreshold ? Verdict.Worse
            : safe < SafeThreshold || SplitMismatch ? Verdict.Insufficient
            : Safe(effect);
        var shown = bounds.Count == 0 ? baseline : baseline.Bounds[LatencyJudge.Shown(baseline)].Ratio;
        return new Assessment
        {
            Verdict = verdict,
            Effect = effect?.Effect,
            Low = effect?.Low,
            High = effect?.High,
            LogEHarm = harm,
            LogESafe = safe,
            LogESplit = LogSplit(),
            SplitMismatch = SplitMismatch,
            HarmThreshold = HarmThreshold,
            SafeThreshold = SafeThreshold,
            CanaryEvents = evidence.CanaryEvents,
            FleetEvents = evidence.FleetEvents,
            Phi = shown.Orders.Phi,
            Sigma0 = shown.Orders.Sigma0,
            ExpectedShare = evidence.ExpectedShare,
            Notes = [.. Notes()],
        };
    }

    private Verdict Safe(EffectInterval? shown) => plan.Direction.IsBetter(shown) ? Verdict.Better : Verdict.NoWorse;

    private IEnumerable<string> Notes()
    {
        foreach (var note in baseline.Notes)
        {
            yield return note;
        }

        if (evidence.LeftOut > 0)
        {
            yield return $"{evidence.LeftOut} buckets left out: no canary or no control had a reading"
                + (evidence.Traffic is null ? "" : ", or buyers of sessions were about that nobody had counted");
        }

        if (SplitMismatch)
        {
            var rate = Math.Exp(split!.Likelihood.Best()) - 1;
            yield return FormattableString.Invariant(
                $"sample ratio mismatch: a canary gets {Math.Abs(rate) * 100:0.#} % {(rate < 0 ? "fewer" : "more")} sessions than it should; it is not promoted so");
        }
    }

    private double LogSplit() => split?.LogHarm() ?? 0;

    /// <summary>Null before any event.</summary>
    private EffectInterval? Effect()
    {
        if (bounds.Count > 0)
        {
            return bounds[LatencyJudge.Shown(baseline)].Effect();
        }

        var shown = (money ?? orders)!;
        return evidence.FleetEvents > 0 ? plan.Direction.AsShown(EffectInterval.Of(shown.Likelihood, shown.Design.Sigma0)) : null;
    }

    /// <summary>
    /// Orders, tilt and rank by <see cref="PartWeights"/>; orders and money alike where values are unknown; the bounds of a latency alike; else
    /// orders alone.
    /// </summary>
    public double LogHarm() => (bounds.Count, tilt, rank, money) switch
    {
        ( > 0, _, _, _) => LogSpace.Sum([.. bounds.Select(b => b.LogHarm() - Math.Log(bounds.Count))]),
        (_, { } t, { } r, _) =>
            LogSpace.Sum([Weighted(PartWeights.Orders, orders!), Weighted(PartWeights.Tilt, t), Weighted(PartWeights.Rank, r)]),
        (_, _, _, { } m) => LogSpace.Sum([Weighted(PartWeights.BesideSums, orders!), Weighted(PartWeights.BesideSums, m)]),
        _ => orders!.LogHarm(),
    };

    private static double Weighted(double weight, Part part) => Math.Log(weight) + part.LogHarm();

    /// <summary>All parts must be safe: orders and money, or every bound of a latency.</summary>
    private double LogSafe(double tolerance)
    {
        if (bounds.Count > 0)
        {
            return bounds.Min(b => b.LogSafe(tolerance));
        }

        var loss = plan.Direction.AsLoss(tolerance);
        var logRatio = Math.Log(1 - loss);
        var safe = orders!.LogSafe(loss, logRatio);
        return (tilt, money) switch
        {
            ({ } t, _) => Math.Min(safe, t.LogSafe(loss, baseline.Values!.LogRatioOfLoss(loss))),
            (_, { } m) => Math.Min(safe, m.LogSafe(loss, logRatio)),
            _ => safe,
        };
    }

    private sealed class Part(KernelDesign design, ShareSums sums)
    {
        public KernelDesign Design { get; } = design;

        public LogLikelihood Likelihood { get; } = sums.Likelihood();

        public static Part? Of(KernelDesign? design, string? packed) =>
            design is null || packed is null ? null : new Part(design, ShareSums.Unpack(design, packed));

        public double LogHarm() => sums.LogHarm();

        public double LogSafe(double tolerance, double centre) =>
            SafeSide.LogEvalue(Likelihood, Design.Sigma0, Design.Sigma0, tolerance, centre);
    }
}

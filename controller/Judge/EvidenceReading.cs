namespace Rollout.Judge;

/// <summary>The evidence of a metric unpacked: e-values, effect and verdict are read off it.</summary>
internal sealed class EvidenceReading
{
    private readonly JudgePlan plan;
    private readonly Baseline baseline;
    private readonly Evidence evidence;
    private readonly Part orders;
    private readonly Part? money;
    private readonly Part? tilt;
    private readonly Part? rank;

    private EvidenceReading(JudgePlan plan, Baseline baseline, Evidence evidence)
    {
        (this.plan, this.baseline, this.evidence) = (plan, baseline, evidence);
        var kernels = MetricKernels.Of(plan, baseline);
        orders = Part.Of(kernels.Orders, evidence.Orders)!;
        money = Part.Of(kernels.Money, evidence.Money);
        tilt = Part.Of(kernels.Tilt, evidence.Tilt);
        rank = Part.Of(kernels.Rank, evidence.Rank);
    }

    public static EvidenceReading Of(JudgePlan plan, Baseline baseline, Evidence evidence) => new(plan, baseline, evidence);

    private double HarmThreshold => plan.HarmWeight > 0 ? -Math.Log(plan.Alpha * plan.HarmWeight) : double.MaxValue;

    private double SafeThreshold => -Math.Log(plan.AlphaPromote);

    public Verdict Decide(double tolerance)
    {
        // Harm first: where both are reached at one look, harm wins.
        if (LogHarm() >= HarmThreshold)
        {
            return Verdict.Worse;
        }

        return LogSafe(tolerance) < SafeThreshold ? Verdict.Insufficient
            : Effect() is { Low: > 0 } ? Verdict.Better
            : Verdict.NoWorse;
    }

    public Assessment Assess(double tolerance)
    {
        var (harm, safe, effect) = (LogHarm(), LogSafe(tolerance), Effect());
        var verdict = harm >= HarmThreshold ? Verdict.Worse
            : safe < SafeThreshold ? Verdict.Insufficient
            : effect is { Low: > 0 } ? Verdict.Better
            : Verdict.NoWorse;
        return new Assessment
        {
            Verdict = verdict,
            Effect = effect?.Effect,
            Low = effect?.Low,
            High = effect?.High,
            LogEHarm = harm,
            LogESafe = safe,
            HarmThreshold = HarmThreshold,
            SafeThreshold = SafeThreshold,
            CanaryEvents = evidence.CanaryEvents,
            FleetEvents = evidence.FleetEvents,
            Phi = baseline.Orders.Phi,
            Sigma0 = baseline.Orders.Sigma0,
            ExpectedShare = evidence.ExpectedShare,
            Notes = evidence.LeftOut == 0 ? baseline.Notes
                : [.. baseline.Notes, $"{evidence.LeftOut} buckets left out: no canary or no control had a reading"],
        };
    }

    /// <summary>Null before any event.</summary>
    private EffectInterval? Effect()
    {
        var shown = money ?? orders;
        return evidence.FleetEvents > 0 ? EffectInterval.Of(shown.Likelihood, shown.Design.Sigma0) : null;
    }

    /// <summary>Orders 1/2, tilt 1/4, rank 1/4; orders and money a half each where values are unknown; else orders alone.</summary>
    private double LogHarm() => (tilt, rank, money) switch
    {
        ({ } t, { } r, _) => LogSpace.Sum([Math.Log(0.5) + orders.LogHarm(), Math.Log(0.25) + t.LogHarm(), Math.Log(0.25) + r.LogHarm()]),
        (_, _, { } m) => LogSpace.Sum([Math.Log(0.5) + orders.LogHarm(), Math.Log(0.5) + m.LogHarm()]),
        _ => orders.LogHarm(),
    };

    /// <summary>Both the orders and the money must be safe.</summary>
    private double LogSafe(double tolerance)
    {
        var logRatio = Math.Log(1 - tolerance);
        var safe = orders.LogSafe(tolerance, logRatio);
        return (tilt, money) switch
        {
            ({ } t, _) => Math.Min(safe, t.LogSafe(tolerance, baseline.Values!.LogRatioOfLoss(tolerance))),
            (_, { } m) => Math.Min(safe, m.LogSafe(tolerance, logRatio)),
            _ => safe,
        };
    }

    private sealed class Part(KernelDesign design, ShareSums sums)
    {
        public KernelDesign Design { get; } = design;

        public LogLikelihood Likelihood { get; } = sums.Likelihood();

        public static Part? Of(KernelDesign? design, string? packed) =>
            design is null || packed is null ? null : new Part(design, ShareSums.Unpack(design, packed));

        public double LogHarm() => sums.LogHarm(Likelihood);

        public double LogSafe(double tolerance, double centre) =>
            SafeSide.LogEvalue(Likelihood, Design.Sigma0, Design.Sigma0, tolerance, centre);
    }
}

namespace Rollout.Judge;

/// <summary>
/// Time to detect and time to promote, before a rollout starts or while it runs (judge/README.md 2.7): from the fleet's rhythm, its
/// calibration, and the judge's own kernels. Pure: simulated with a fixed seed.
/// </summary>
public static class Forecaster
{
    /// <summary>So much more than 1/sigma0² that nothing is learnt beyond.</summary>
    private const double Saturated = 400;

    /// <summary>Node effects below this are none: three in ten thousand.</summary>
    private const double NoEffect = 3e-4;

    /// <summary>A loss is looked for to this precision.</summary>
    private const double LossStep = 1e-4;

    public static MetricForecast Of(ForecastQuestion question)
    {
        var baseline = question.Baseline;
        var share = question.Share ?? baseline.ExpectedShare;
        if (!(share is > 0 and < 1) || !(question.Rhythm.PerWeek > 0))
        {
            return Nothing(question);
        }

        var sigma0 = Math.Max(Math.Max(baseline.Orders.Sigma0, baseline.Money?.Sigma0 ?? 0), NoEffect);
        var phi = Math.Max(baseline.Orders.Phi, baseline.Money?.Phi ?? 1);
        var worth = MoneyNoise.Of(baseline)?.Worth ?? 1;
        var ever = question.Rhythm.PerWeek * (LookSchedule.Longest / TimeSpan.FromDays(7));
        var enough = Math.Min(Saturated / (sigma0 * sigma0) * phi / (share * (1 - share)) / worth, ever);
        var looks = LookSchedule.Of(question.Rhythm, question.Bucket, question.Start, question.WarmUp, enough);
        var rollouts = new SimulatedRollouts(looks, share, baseline.Orders, Spread(question, share));
        var curves = new CrossingCurves(question.Plan, baseline, question.Evidence, share, Math.Max(1, looks.Events.Sum()));
        var limits = HarmLimits.Of(question, looks, share);
        var smallest = SmallestLoss(limits, curves, share, enough);
        return new MetricForecast
        {
            Losses = question.Losses.Count == 0 ? [] : Losses(question, limits, curves, rollouts, looks, smallest),
            Promotions = [.. question.Tolerances.Select(t => Promotion(question, t, curves, rollouts, looks, share, enough))],
            SmallestDetectableLoss = smallest,
        };
    }

    /// <summary>
    /// How far a healthy canary may seem off: its node effect, but at least what the share, measured on so much history, is off by itself.
    /// </summary>
    private static double Spread(ForecastQuestion question, double share)
    {
        var (baseline, history) = (question.Baseline, question.Bucket * question.Baseline.HistoryBuckets);
        var measured = question.Rhythm.PerWeek * (history / TimeSpan.FromDays(7)) * share * (1 - share) / baseline.Orders.Phi;
        var off = baseline.Nodes.Count > 0 && measured > 0 ? 1 / Math.Sqrt(measured) : 0;
        return Math.Max(baseline.Orders.Sigma0, Math.Min(off, 0.5));
    }

    private static MetricForecast Nothing(ForecastQuestion question) => new()
    {
        Losses = [.. question.Losses.Select(l => new LossForecast { Loss = l, Detectable = false })],
        Promotions = [.. question.Tolerances.Select(t => new PromotionTime { Tolerance = t, Possible = false })],
    };

    private static IReadOnlyList<LossForecast> Losses(
        ForecastQuestion question, HarmLimits limits, CrossingCurves curves, SimulatedRollouts rollouts, LookSchedule looks, double? smallest)
    {
        var planned = curves.Harm(limits.Planned);
        var curve = new HarmCurves(planned, limits.PlannedLooks, limits.PlannedLooks < looks.Events.Length ? curves.Harm(limits.Late) : planned);
        return [.. question.Losses.Select(loss => Loss(loss, smallest, curve, rollouts, looks))];
    }

    private static LossForecast Loss(double loss, double? smallest, HarmCurves curve, SimulatedRollouts rollouts, LookSchedule looks)
    {
        if (!(loss >= smallest))
        {
            return new LossForecast { Loss = loss, Detectable = false };
        }

        var crossed = rollouts.Detect(curve, loss);
        return new LossForecast
        {
            Loss = loss,
            Detectable = true,
            Median = Quantile(crossed, 0.5, looks) ?? At(rollouts.DetectOnAverage(curve, loss), looks),
            Quantile90 = Quantile(crossed, 0.9, looks),
            Chance = crossed.Count(c => c != int.MaxValue) / (double)crossed.Length,
        };
    }

    private static PromotionTime Promotion(
        ForecastQuestion question, double tolerance, CrossingCurves curves, SimulatedRollouts rollouts, LookSchedule looks, double share, double enough)
    {
        var threshold = -Math.Log(question.Plan.AlphaPromote);
        var noise = MoneyNoise.Of(question.Baseline);
        var orders = curves.SafeExcess(tolerance, threshold);
        var money = noise is null ? null : curves.MoneySafeExcess(tolerance, threshold, noise);
        if (orders(enough, enough * share) < 0 || money?.Invoke(enough, enough * share) < 0)
        {
            return new PromotionTime { Tolerance = tolerance, Possible = false };
        }

        var crossed = rollouts.Promote(curves.Safe(orders), money is null ? null : curves.Safe(money), noise);
        return new PromotionTime
        {
            Tolerance = tolerance,
            Possible = true,
            Median = Quantile(crossed, 0.5, looks),
            Quantile90 = Quantile(crossed, 0.9, looks),
        };
    }

    /// <summary>
    /// By halving: caught when all that can be known is known and the canary has no node effect of its own, which is
    /// delta²/(2 sigma0²) against the threshold and the prior's mass near delta, worked out by the kernel itself; or by what is known
    /// when the plan ends, whose threshold is lower.
    /// </summary>
    private static double? SmallestLoss(HarmLimits limits, CrossingCurves curves, double share, double enough)
    {
        var (late, planned) = (curves.HarmExcess(limits.Late), curves.HarmExcess(limits.Planned));
        bool Reached(Func<double, double, double> excess, double fleet, double loss) => excess(fleet, fleet * share * (1 - loss) / (1 - (share * loss))) >= 0;
        bool Caught(double loss) => Reached(late, enough, loss) || (limits.Planned < limits.Late && Reached(planned, limits.PlannedEvents, loss));
        if (!Caught(1))
        {
            return null;
        }

        double missed = 0, caught = 1;
        while (caught - missed > LossStep)
        {
            var middle = (missed + caught) / 2;
            (missed, caught) = Caught(middle) ? (missed, middle) : (middle, caught);
        }

        return caught;
    }

    private static TimeSpan? Quantile(int[] crossed, double level, LookSchedule looks)
    {
        var at = crossed[Math.Clamp((int)Math.Ceiling(level * crossed.Length) - 1, 0, crossed.Length - 1)];
        return At(at, looks);
    }

    private static TimeSpan? At(int look, LookSchedule looks) => look == int.MaxValue ? null : TimeSpan.FromSeconds(looks.Seconds[look]);
}

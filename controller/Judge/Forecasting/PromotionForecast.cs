namespace Rollout.Judge;

/// <summary>
/// How long it still takes until the safe side is reached if nothing is lost (judge/README.md 2.7). Under no loss the log e-value
/// against a loss of the tolerance grows by ln(1 - tolerance)^2 / 2 for each unit of effective information I/(1 + sigma0^2 I).
/// </summary>
public static class PromotionForecast
{
    /// <summary>Cost of not knowing the truth: the alternative "nothing lost" has 0.45 of the safe side's prior.</summary>
    private const double LogPriorCost = 0.8;

    /// <summary>The mean time; null where the plan has no horizon or the history knows no rate.</summary>
    /// <param name="plan">How the metric is judged.</param>
    /// <param name="baseline">Of this rollout.</param>
    /// <param name="now">What the evidence says so far, for the same tolerance.</param>
    /// <param name="tolerance">Of the present stage.</param>
    /// <param name="share">The canaries' expected share now; it grows from stage to stage.</param>
    public static TimeSpan? Remaining(JudgePlan plan, Baseline baseline, Assessment now, double tolerance, double share)
    {
        if (Target(plan, baseline, tolerance) is not { } needed || Rate(plan, baseline, share) is not { } perSecond)
        {
            return null;
        }

        // What has come in counts by what it has proven, not by the time it took: an unlucky start takes longer.
        var left = needed * (1 - Math.Clamp(now.LogESafe / now.SafeThreshold, 0, 1));
        return TimeSpan.FromSeconds(Math.Min(left / perSecond, TimeSpan.FromDays(365).TotalSeconds));
    }

    /// <summary>Whether this fleet can get there at all: information on one set of canaries ends at 1/sigma0^2. Null where nothing is calibrated.</summary>
    public static bool? Likely(JudgePlan plan, Baseline baseline, double tolerance) =>
        baseline.HistoryBuckets == 0 ? null : Target(plan, baseline, tolerance) is not null;

    /// <summary>Effective information at which the mean of the safe side's log e-value reaches ln(1/alphaPromote).</summary>
    internal static double Needed(double tolerance, double alphaPromote)
    {
        var drift = Math.Log(1 - tolerance);
        return 2 * (LogPriorCost - Math.Log(alphaPromote)) / (drift * drift);
    }

    /// <summary>Information at which the mean of the safe side's log e-value reaches its threshold; null when no amount does.</summary>
    private static double? Target(JudgePlan plan, Baseline baseline, double tolerance)
    {
        var effective = Needed(tolerance, plan.AlphaPromote);
        var sigma0 = Math.Max(baseline.Orders.Sigma0, baseline.Money?.Sigma0 ?? 0);
        var left = 1 - (sigma0 * sigma0 * effective);
        return left > 0 ? effective / left : null;
    }

    /// <summary>Information a second of the part that is slower, after overdispersion.</summary>
    private static double? Rate(JudgePlan plan, Baseline baseline, double share)
    {
        var slower = Math.Min(baseline.Orders.PlannedInformation, baseline.Money?.PlannedInformation ?? double.MaxValue);
        var planned = baseline.ExpectedShare * (1 - baseline.ExpectedShare);
        return plan.Horizon is { } horizon && slower > 0 && planned > 0 && share is > 0 and < 1
            ? slower / horizon.TotalSeconds * (share * (1 - share) / planned)
            : null;
    }
}

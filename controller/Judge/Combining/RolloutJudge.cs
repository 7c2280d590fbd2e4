namespace Rollout.Judge;

/// <summary>Combines the metrics of a rollout into one decision (judge/README.md 2.6).</summary>
public static class RolloutJudge
{
    /// <summary>
    /// Harm: the weighted sum of the e-values reaches 1/alpha (or the planned threshold), whatever the dependence between metrics. Safe: every objective's
    /// own safe side is reached (intersection-union: no price for their number). Harm wins over safe at one look.
    /// </summary>
    /// <param name="metrics">All metrics; weights sum to at most 1.</param>
    /// <param name="alpha">Budget of false rollbacks for the whole rollout and all metrics.</param>
    /// <param name="planned">The threshold now, where the rollout's length is planned (<see cref="HorizonThreshold.At"/>); null: ln(1/alpha).</param>
    public static Judgement Combine(IReadOnlyList<MetricAssessment> metrics, double alpha, double? planned = null)
    {
        var deciding = metrics.Where(m => m.Role != JudgedRole.Watch && m.Weight > 0).ToArray();
        var harm = LogSpace.Sum([.. deciding.Select(m => Math.Log(m.Weight) + m.Assessment.LogEHarm).Where(e => !double.IsNaN(e))]);
        var threshold = planned ?? -Math.Log(alpha);
        var objectives = metrics.Where(m => m.Role == JudgedRole.Objective).ToArray();
        return new Judgement
        {
            Verdict = harm >= threshold ? Verdict.Worse : Together(objectives),
            LogEHarm = deciding.Length == 0 ? 0 : harm,
            HarmThreshold = threshold,
            Blamed = harm >= threshold ? Blame(deciding, threshold) : [],
            Waiting = [.. objectives.Where(o => !IsSafe(o.Assessment.Verdict)).Select(o => o.Name)],
        };
    }

    private static Verdict Together(MetricAssessment[] objectives)
    {
        bool Any(Verdict verdict) => objectives.Any(o => o.Assessment.Verdict == verdict);
        return Any(Verdict.Misconfigured) ? Verdict.Misconfigured
            : Any(Verdict.Unavailable) ? Verdict.Unavailable
            : objectives.Length == 0 || !objectives.All(o => IsSafe(o.Assessment.Verdict)) ? Verdict.Insufficient
            : Any(Verdict.NoWorse) ? Verdict.NoWorse
            : Verdict.Better;
    }

    private static bool IsSafe(Verdict verdict) => verdict is Verdict.NoWorse or Verdict.Better;

    /// <summary>
    /// Closed testing with weighted means: a metric is named when in every set that holds it the weighted mean of the e-values
    /// reaches 1/alpha. The sum of v (E - 1/alpha) is smallest over the set of it and all metrics that fall short.
    /// </summary>
    private static string[] Blame(MetricAssessment[] metrics, double threshold)
    {
        // v (E alpha - 1); an e-value beyond double's range is as good as 1e300.
        var excess = metrics.Select(m => m.Weight * (Math.Exp(Math.Min(m.Assessment.LogEHarm - threshold, 690)) - 1)).ToArray();
        var shortfall = excess.Where(e => e < 0).Sum();
        return [.. metrics.Where((_, i) => excess[i] >= 0 && excess[i] + shortfall >= 0).Select(m => m.Name)];
    }
}

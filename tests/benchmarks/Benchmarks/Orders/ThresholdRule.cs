namespace Rollout.Benchmarks.Orders;

/// <summary>
/// The rule of Argo Rollouts and Flagger (judge/README.md 1.2): every so many minutes the canary's revenue is divided by the
/// mean of the other nodes; below 95 % the check has failed; more failures than the limit, counted without decay, roll back.
/// </summary>
/// <param name="every">Length of a check.</param>
/// <param name="limit">Failures that are tolerated.</param>
internal sealed class ThresholdRule(TimeSpan every, int limit)
{
    private const double Threshold = 0.95;

    public RuleOutcome Judge(MinuteSeries series)
    {
        var step = (int)every.TotalMinutes;
        var failures = 0;
        for (var from = 0; from + step <= MinuteSeries.Minutes; from += step)
        {
            var canary = series.Canary.AsSpan(from, step).ToArray().Sum();
            var mean = series.Controls.Average(c => c.AsSpan(from, step).ToArray().Sum());

            // A check without orders on the other side has no ratio.
            if (mean > 0 && canary / mean < Threshold && ++failures > limit)
            {
                return new RuleOutcome(TimeSpan.FromMinutes(from + step));
            }
        }

        return new RuleOutcome(null);
    }
}

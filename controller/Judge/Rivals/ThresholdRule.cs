using System.Globalization;

namespace Rollout.Judge;

/// <summary>
/// The rule of Argo Rollouts (rolls back when failed measurements exceed failureLimit) and Flagger (when failedChecks reaches the
/// threshold), judge/README.md 1.2: each check compares the canary's figure with the mean of the controls; below the threshold it
/// has failed; failures add up and never decay; more of them than the limit roll back. What was not rolled back is promoted.
/// </summary>
/// <param name="every">Length of a check; null: every bucket is one.</param>
/// <param name="limit">Failed checks that are tolerated.</param>
/// <param name="threshold">Part of the controls' mean below which a check fails.</param>
public sealed class ThresholdRule(TimeSpan? every = null, int limit = 5, double threshold = 0.95) : IRivalRule
{
    public string Name => string.Create(CultureInfo.InvariantCulture,
        $"threshold {threshold * 100:0.#} %, {(every is { } e ? $"every {e.TotalMinutes:0.##} min" : "each bucket")}, limit {limit}");

    public IRivalTrial Begin(RivalPlan plan) => new Trial(every is { } length ? plan.BucketsIn(length) : 1, limit, threshold);

    private sealed class Trial(int length, int limit, double threshold) : IRivalTrial
    {
        private double canary;
        private double mean;
        private int buckets;
        private int failures;

        public bool Observe(in RivalSample sample)
        {
            canary += sample.Canary;
            mean += Mean(sample.Controls.Span);
            if (++buckets < length)
            {
                return false;
            }

            // A check without anything on the other side has no ratio and is inconclusive.
            failures += mean > 0 && canary / mean < threshold ? 1 : 0;
            (canary, mean, buckets) = (0, 0, 0);
            return failures > limit;
        }

        public Verdict AtEnd() => Verdict.NoWorse;

        private static double Mean(ReadOnlySpan<double> controls)
        {
            var sum = 0.0;
            foreach (var control in controls)
            {
                sum += control;
            }

            return controls.IsEmpty ? 0 : sum / controls.Length;
        }
    }
}

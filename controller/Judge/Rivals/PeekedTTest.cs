using System.Globalization;

namespace Rollout.Judge;

/// <summary>
/// Welch's t-test (B. L. Welch, Biometrika 34, 1947) of the canary's buckets against all buckets of the controls, one-sided, made
/// anew at every look from the tenth bucket on, as whoever watches a dashboard does: the first p below the level rolls back.
/// </summary>
/// <param name="level">In (0, 0.5].</param>
public sealed class PeekedTTest(double level) : IRivalRule
{
    private const int FewestBuckets = 10;

    public string Name => string.Create(CultureInfo.InvariantCulture, $"t-test at every look, p < {level:0.###}");

    public IRivalTrial Begin(RivalPlan plan) => new Trial(NormalQuantile.Of(level));

    private sealed class Trial(double z) : IRivalTrial
    {
        private RunningMoments canary;
        private RunningMoments controls;

        public bool Observe(in RivalSample sample)
        {
            canary.Add(sample.Canary);
            foreach (var control in sample.Controls.Span)
            {
                controls.Add(control);
            }

            return canary.Count >= FewestBuckets && controls.Count > 1 && Refuted();
        }

        public Verdict AtEnd() => Verdict.NoWorse;

        private bool Refuted()
        {
            double a = canary.Variance / canary.Count, b = controls.Variance / controls.Count;
            if (!(a + b > 0))
            {
                return false;
            }

            var freedom = (a + b) * (a + b) / ((a * a / (canary.Count - 1)) + (b * b / (controls.Count - 1)));
            return (controls.Mean - canary.Mean) / Math.Sqrt(a + b) > StudentQuantile.Of(z, freedom);
        }
    }
}

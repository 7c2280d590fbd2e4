namespace Rollout.Judge;

/// <summary>
/// The rule of Kayenta (NetflixACAJudge-v1.0, judge/README.md 1.1) on one critical metric: at fixed intervals the canary's buckets
/// since the start are compared with the reference's by the rank test; "low", which rolls back, where the 98 % interval of the shift lies below
/// -25 % of the estimate's size and the ratio of means does not exceed 1. What was never "low" passes and is promoted.
/// Buckets without a reading on a side are removed from that side.
/// </summary>
/// <param name="reference">What it compares with.</param>
/// <param name="every">Between two judgements: a quarter of an hour; Spinnaker recommends an hour and three of them.</param>
public sealed class RankTestRule(RankReference reference, TimeSpan every) : IRivalRule
{
    private const double Tolerance = 0.25;

    /// <summary>Normal quantile at 99 %: the interval is of 98 %.</summary>
    private const double Z = 2.3263478740408408;

    public string Name => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"Mann-Whitney vs {(reference == RankReference.Baseline ? "1:1 baseline" : "fleet mean")}, every {every.TotalMinutes:0.##} min");

    public IRivalTrial Begin(RivalPlan plan) => new Trial(reference, plan.BucketsIn(every));

    private sealed class Trial(RankReference reference, int every) : IRivalTrial
    {
        private readonly List<double> canary = [];
        private readonly List<double> others = [];
        private int buckets;

        public bool Observe(in RivalSample sample)
        {
            canary.Add(sample.Canary);
            var other = reference == RankReference.Baseline ? sample.Baseline : Mean(sample.Controls.Span);
            if (!double.IsNaN(other))
            {
                others.Add(other);
            }

            return ++buckets % every == 0 && others.Count > 0 && IsLow([.. canary], [.. others]);
        }

        public Verdict AtEnd() => Verdict.NoWorse;

        private static bool IsLow(double[] canary, double[] others)
        {
            double mine = canary.Average(), theirs = others.Average();
            Array.Sort(canary);
            Array.Sort(others);

            // The search of a shift ends well below what could matter for the comparison with a quarter of it.
            var precision = 1e-6 * Math.Max(1e-300, Math.Max(Math.Abs(canary[^1]), Math.Abs(others[^1])));
            return RankShift.Between(canary, others, Z, precision) is { } shift
                && shift.High < -Tolerance * Math.Abs(shift.Estimate)
                && (theirs == 0 || mine / theirs <= 1);
        }

        private static double Mean(ReadOnlySpan<double> controls)
        {
            var sum = 0.0;
            foreach (var control in controls)
            {
                sum += control;
            }

            return controls.IsEmpty ? double.NaN : sum / controls.Length;
        }
    }
}

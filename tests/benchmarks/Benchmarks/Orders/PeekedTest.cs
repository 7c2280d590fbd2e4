using MathNet.Numerics.Distributions;

namespace Rollout.Benchmarks.Orders;

/// <summary>
/// A one-sided Welch t-test of the canary's minutes against the other nodes' minutes (revenue), made anew after every minute
/// from the tenth with orders on; the first p below 0.01 rolls back.
/// </summary>
internal static class PeekedTest
{
    private const double Level = 0.01;
    private const int FewestMinutes = 10;

    public static RuleOutcome Judge(MinuteSeries series)
    {
        Moments canary = default, controls = default;
        var busy = 0;
        for (var minute = 0; minute < MinuteSeries.Minutes; minute++)
        {
            canary.Add(series.Canary[minute]);
            foreach (var control in series.Controls)
            {
                controls.Add(control[minute]);
            }

            var happened = series.Canary[minute] > 0 || series.Controls.Any(c => c[minute] > 0);
            busy += happened ? 1 : 0;
            if (happened && busy >= FewestMinutes && P(canary, controls) < Level)
            {
                return new RuleOutcome(TimeSpan.FromMinutes(minute + 1));
            }
        }

        return new RuleOutcome(null);
    }

    /// <summary>Chance of a canary mean as low as this or lower when there is no difference.</summary>
    private static double P(Moments canary, Moments controls)
    {
        double a = canary.Variance / canary.Count, b = controls.Variance / controls.Count;
        if (!(a + b > 0))
        {
            return 1;
        }

        var freedom = (a + b) * (a + b) / ((a * a / (canary.Count - 1)) + (b * b / (controls.Count - 1)));
        return StudentT.CDF(0, 1, Math.Max(1, freedom), (canary.Mean - controls.Mean) / Math.Sqrt(a + b));
    }

    /// <summary>Running mean and variance (Welford 1962).</summary>
    private struct Moments
    {
        private double squares;

        public int Count { get; private set; }

        public double Mean { get; private set; }

        public readonly double Variance => Count > 1 ? squares / (Count - 1) : 0;

        public void Add(double value)
        {
            Count++;
            var from = value - Mean;
            Mean += from / Count;
            squares += from * (value - Mean);
        }
    }
}

namespace Rollout.Judge;

/// <summary>
/// A likelihood-ratio test that knows what nobody knows: the true loss, when it begins and, by the samples' share, what was to be expected
/// (A. Wald, Sequential Analysis, 1947, without the lower boundary). Rolls back at 1/alpha. The measure of what can be reached at all.
/// </summary>
/// <param name="loss">The true relative loss of events, in [0, 1).</param>
/// <param name="alpha">False rollbacks over the whole rollout.</param>
/// <param name="onset">Buckets of the trial before the loss begins.</param>
/// <param name="phi">The true overdispersion: the log-likelihood is divided by it.</param>
public sealed class OracleTest(double loss, double alpha = 0.01, int onset = 0, double phi = 1) : IRivalRule
{
    public string Name => "oracle (knows the loss)";

    public IRivalTrial Begin(RivalPlan plan) => new Trial(loss, -Math.Log(alpha), onset, phi);

    private sealed class Trial(double loss, double threshold, int onset, double phi) : IRivalTrial
    {
        private readonly double logRatio = Math.Log(1 - loss);
        private double evidence;
        private int buckets;

        public bool Observe(in RivalSample sample)
        {
            if (buckets++ >= onset)
            {
                evidence += ((sample.CanaryEvents * logRatio) - (sample.FleetEvents * Math.Log(1 - (sample.Share * loss)))) / phi;
            }

            return evidence >= threshold;
        }

        public Verdict AtEnd() => Verdict.Insufficient;
    }
}

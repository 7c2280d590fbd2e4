namespace Rollout.Judge;

/// <summary>
/// O'Brien and Fleming's group-sequential test (Biometrics 35, 1979) on the canary's share of events, one-sided: looks equally
/// spaced in time, rolls back where (K - rho N) / sqrt(rho (1 - rho) N) falls below -c / sqrt(t), t the part of the planned events that has
/// come in. It must know beforehand how many will. Neither overdispersion nor a node effect is in its null.
/// </summary>
public sealed class OBrienFlemingTest : IRivalRule
{
    private readonly int looks;
    private readonly double constant;

    /// <param name="level">False rollbacks over the whole rollout, in (0, 0.5).</param>
    /// <param name="looks">How often it looks.</param>
    public OBrienFlemingTest(double level = 0.01, int looks = 24)
    {
        this.looks = looks;
        constant = OBrienFlemingBoundary.Constant(looks, level);
    }

    public string Name => $"O'Brien-Fleming, {looks} looks";

    public IRivalTrial Begin(RivalPlan plan) => new Trial(plan, looks, constant);

    private sealed class Trial(RivalPlan plan, int looks, double constant) : IRivalTrial
    {
        private double surprise;
        private double information;
        private double events;
        private int buckets;
        private int looked;

        public bool Observe(in RivalSample sample)
        {
            surprise += sample.CanaryEvents - (sample.Share * sample.FleetEvents);
            information += sample.Share * (1 - sample.Share) * sample.FleetEvents;
            events += sample.FleetEvents;
            buckets++;
            var due = (int)((long)buckets * looks / Math.Max(1, plan.Buckets));
            if (due <= looked)
            {
                return false;
            }

            looked = due;

            // Z = surprise/sqrt(information) below -c/sqrt(t), t = events/planned, at most 1 when more came than planned.
            var part = Math.Min(1, events / plan.PlannedEvents);
            return information > 0 && surprise < -constant * Math.Sqrt(information / part);
        }

        public Verdict AtEnd() => Verdict.NoWorse;
    }
}

namespace Rollout.Judge.Tests;

/// <summary>Plays made-up buckets to a rule.</summary>
internal static class RivalRun
{
    public static readonly RivalPlan Plan = new() { BucketLength = TimeSpan.FromMinutes(1), Buckets = 240, PlannedEvents = 24_000 };

    /// <summary>The number of the bucket that rolled back, counted from 1; null: none did.</summary>
    public static int? Of(IRivalRule rule, IEnumerable<RivalSample> samples, RivalPlan? plan = null)
    {
        var trial = rule.Begin(plan ?? Plan);
        var at = 0;
        foreach (var sample in samples)
        {
            at++;
            if (trial.Observe(sample))
            {
                return at;
            }
        }

        return null;
    }

    /// <summary>A canary with this figure in each bucket beside nine controls with 10 each; events are the figures.</summary>
    public static RivalSample Bucket(double canary, double control = 10) => new()
    {
        Canary = canary,
        Controls = Enumerable.Repeat(control, 9).ToArray(),
        Baseline = control,
        CanaryEvents = canary,
        FleetEvents = canary + (9 * control),
        Share = 0.1,
    };

    /// <summary>Ten nodes with about ten events a bucket each, the canary losing a part; from a seed.</summary>
    public static IEnumerable<RivalSample> Random(int seed, double loss, int buckets = 240)
    {
        var random = new Random(seed);
        double Draw(double mean) => Enumerable.Range(0, 40).Count(_ => random.NextDouble() < mean / 40);
        for (var t = 0; t < buckets; t++)
        {
            var controls = Enumerable.Range(0, 9).Select(_ => Draw(10)).ToArray();
            var canary = Draw(10 * (1 - loss));
            yield return new RivalSample
            {
                Canary = canary,
                Controls = controls,
                Baseline = controls[0],
                CanaryEvents = canary,
                FleetEvents = canary + controls.Sum(),
                Share = 0.1,
            };
        }
    }
}

namespace Rollout.Judge.Tests;

/// <summary>
/// Rollouts after a simulated history, judged by the real judge, bucket by bucket: ten nodes under the daily rhythm of
/// <see cref="SimulatedFleet"/>, node effects drawn anew for each rollout and lasting for all of it.
/// </summary>
internal sealed class PlayedRollouts(JudgePlan plan, double perMinute, double drift, int historyMinutes, int seed, bool values = false)
{
    public const int WarmUpMinutes = 2;

    private static readonly string[] Canary = ["n0"];

    public JudgePlan Plan => plan;

    public Baseline Baseline { get; private set; } = null!;

    public ForecastQuestion Question { get; private set; } = null!;

    /// <summary>Reads the history, which ends where the rollouts begin.</summary>
    public void Prepare()
    {
        var fleet = new SimulatedFleet(seed) { OrdersPerMinute = perMinute, Drift = drift, WithValues = values };
        var history = fleet.History(historyMinutes);
        Baseline = Baselines.FromHistory(plan, history, fleet.Nodes, Canary);
        Question = new ForecastQuestion
        {
            Plan = plan,
            Baseline = Baseline,
            Rhythm = FleetRhythm.From(history, fleet.Nodes.Count)!,
            Bucket = SimulatedFleet.Minute,
            Start = SimulatedFleet.Begin.AddMinutes(historyMinutes),
            WarmUp = TimeSpan.FromMinutes(WarmUpMinutes),
        };
    }

    /// <summary>Minutes from the start to the wanted verdict; null where it does not come in time.</summary>
    public double? Minutes(int run, double loss, int longest, Func<Assessment, bool> decided)
    {
        var fleet = new SimulatedFleet((1000 * seed) + run)
        {
            OrdersPerMinute = perMinute, Drift = drift, WithValues = values, DriftEveryMinutes = int.MaxValue, Loss = loss, Minute0 = historyMinutes,
        };
        var evidence = MetricJudge.Begin(plan, Baseline);
        for (var t = 0; t < longest; t++)
        {
            var bucket = fleet.Next();
            if (t < WarmUpMinutes)
            {
                continue;
            }

            evidence = MetricJudge.Observe(plan, Baseline, evidence, bucket, Canary);

            // A look every minute at first; later ones differ by less than half a per cent.
            if ((t < 400 || t % (t / 200) == 0) && decided(MetricJudge.Assess(plan, Baseline, evidence, plan.Tolerance)))
            {
                return t + 1;
            }
        }

        return null;
    }
}

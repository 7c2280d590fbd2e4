namespace Rollout.Judge.Tests;

/// <summary>When a rollout was caught, beside a likelihood-ratio test that knows the loss, the shares and when it began (ln(1/alpha)).</summary>
/// <param name="Minute">Of the rollback; null: none.</param>
/// <param name="Oracle">Of the oracle; null: not caught.</param>
internal sealed record PlayedRollout(int? Minute, int? Oracle)
{
    /// <summary>Harm alone is looked for: nothing is promoted on the way.</summary>
    /// <param name="plan">With a horizon: as long as is played at most.</param>
    /// <param name="baseline">From the fleet's history.</param>
    /// <param name="fleet">After its history.</param>
    /// <param name="minutes">A look each.</param>
    /// <param name="loss">Of orders.</param>
    /// <param name="onset">Minutes into the rollout when it begins.</param>
    public static PlayedRollout Of(JudgePlan plan, Baseline baseline, SimulatedFleet fleet, int minutes, double loss, int onset = 0)
    {
        var evidence = MetricJudge.Begin(plan, baseline);
        int? caught = null, oracle = null;
        var known = 0.0;
        fleet.Loss = 0;
        for (var t = 1; t <= minutes && (caught is null || (loss > 0 && oracle is null)); t++)
        {
            fleet.Loss = t > onset ? loss : 0;
            var bucket = fleet.Next();
            var (canary, all) = (bucket.Nodes["n0"].Count, bucket.Nodes.Values.Sum(m => m.Count));
            known += t > onset && loss > 0 ? (canary * Math.Log(1 - loss)) - (all * Math.Log(1 - (loss / bucket.Nodes.Count))) : 0;
            oracle ??= known >= -Math.Log(plan.Alpha) ? t : null;
            if (caught is null)
            {
                evidence = MetricJudge.Observe(plan, baseline, evidence, bucket, ["n0"]);
                var verdict = MetricJudge.Decide(plan, baseline, evidence, 1e-6, HorizonThresholds.Now([("m", plan, baseline, evidence)]));
                caught = verdict == Verdict.Worse ? t : null;
            }
        }

        fleet.Loss = 0;
        return new PlayedRollout(caught, oracle);
    }

    /// <summary>Of all runs, those never caught counted last; null where more than half never were.</summary>
    public static double? Median(IEnumerable<int?> minutes)
    {
        var ordered = minutes.Select(m => m ?? int.MaxValue).Order().ToArray();
        return ordered[ordered.Length / 2] is var middle && middle < int.MaxValue ? middle : null;
    }
}

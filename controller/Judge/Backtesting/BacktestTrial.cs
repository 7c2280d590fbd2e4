namespace Rollout.Judge;

/// <summary>One pretended rollout: the same buckets to our judge and to the rules of others.</summary>
public static class BacktestTrial
{
    /// <summary>Our judge's end first, then one for each rule.</summary>
    /// <param name="plan">How it is judged.</param>
    /// <param name="baseline">From the history before the window.</param>
    /// <param name="eventsPerBucket">The fleet's mean in that history.</param>
    /// <param name="window">The buckets of the window, in order, thinned.</param>
    /// <param name="canary">Who pretends to have the new version.</param>
    /// <param name="reference">Who serves as the 1:1 baseline.</param>
    /// <param name="rules">The rules of others.</param>
    /// <param name="deadline">Where our judge proves harm within the window; null: at ln(1/alpha).</param>
    public static IReadOnlyList<BacktestEnd> Play(
        BacktestPlan plan, Baseline baseline, double eventsPerBucket, IReadOnlyList<FleetBucket> window, string canary, string reference,
        IReadOnlyList<IRivalRule> rules, HorizonThreshold? deadline = null)
    {
        if (window.Count == 0)
        {
            return [.. Enumerable.Repeat(new BacktestEnd(Verdict.Insufficient, null), rules.Count + 1)];
        }

        var start = window[0].Start;
        FleetBucket[] judged = [.. window.Where(b => b.Start >= start + plan.WarmUp)];
        var ends = new BacktestEnd[rules.Count + 1];
        ends[0] = Ours(plan.Judge, baseline, start, judged, canary, deadline);
        var buckets = (int)((plan.Window - plan.WarmUp) / plan.Bucket);
        var told = new RivalPlan { BucketLength = plan.Bucket, Buckets = Math.Max(1, buckets), PlannedEvents = Math.Max(1, eventsPerBucket * buckets) };
        var samples = judged.Select(b => (b.End, Sample: RivalView.Of(plan.Judge, baseline, b, canary, reference)))
            .Where(s => s.Sample is not null).Select(s => (s.End, s.Sample!.Value)).ToArray();
        for (var i = 0; i < rules.Count; i++)
        {
            ends[i + 1] = Theirs(rules[i].Begin(told), start, samples, start + plan.Window);
        }

        return ends;
    }

    private static BacktestEnd Ours(
        JudgePlan plan, Baseline baseline, DateTimeOffset start, FleetBucket[] judged, string canary, HorizonThreshold? deadline)
    {
        string[] canaries = [canary];
        var evidence = MetricJudge.Begin(plan, baseline);
        foreach (var bucket in judged)
        {
            var before = evidence.FleetEvents;
            evidence = MetricJudge.Observe(plan, baseline, evidence, bucket, canaries);

            // A bucket in which nothing happened moves no e-value.
            if (evidence.FleetEvents != before
                && MetricJudge.Decide(plan, baseline, evidence, plan.Tolerance, deadline?.At(bucket.End, Spent(plan, baseline, evidence))) is var verdict
                && verdict != Verdict.Insufficient)
            {
                return new BacktestEnd(verdict, (bucket.End - start).TotalMinutes);
            }
        }

        return new BacktestEnd(Verdict.Insufficient, null);
    }

    /// <summary>Of the one metric that a backtest judges: it has no name.</summary>
    private static Dictionary<string, double> Spent(JudgePlan plan, Baseline baseline, Evidence evidence) =>
        new(StringComparer.Ordinal) { [""] = HorizonThresholds.Spent(plan, baseline, evidence) };

    private static BacktestEnd Theirs(
        IRivalTrial trial, DateTimeOffset start, (DateTimeOffset End, RivalSample Sample)[] samples, DateTimeOffset end)
    {
        foreach (var (at, sample) in samples)
        {
            if (trial.Observe(sample))
            {
                return new BacktestEnd(Verdict.Worse, (at - start).TotalMinutes);
            }
        }

        var verdict = trial.AtEnd();
        return new BacktestEnd(verdict, verdict == Verdict.Insufficient ? null : (end - start).TotalMinutes);
    }
}

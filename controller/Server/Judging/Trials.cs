using Rollout.Api;
using Rollout.Judge;

namespace Rollout.Server.Judging;

/// <summary>Begins a trial and adds buckets to it. Pure.</summary>
public static class Trials
{
    /// <param name="number">Of the trial.</param>
    /// <param name="spec">The metrics and the error rates.</param>
    /// <param name="histories">By metric; one that is absent has no history.</param>
    /// <param name="nodes">The fleet.</param>
    /// <param name="canaries">The first stage's.</param>
    /// <param name="start">Of the trial: its planned length counts from here; null: no length is planned.</param>
    public static Trial Begin(
        int number, StaggeredRolloutSpec spec, IReadOnlyDictionary<string, FleetHistory> histories,
        IReadOnlyCollection<string> nodes, IReadOnlyCollection<string> canaries, DateTimeOffset? start = null)
    {
        var plans = JudgePlans.For(spec);
        var baselines = new Dictionary<string, Baseline>(StringComparer.Ordinal);
        var evidence = new Dictionary<string, Evidence>(StringComparer.Ordinal);
        foreach (var (metric, plan) in spec.Metrics.Zip(plans))
        {
            var history = histories.GetValueOrDefault(metric.Name)
                ?? new FleetHistory { BucketLength = metric.Metric?.Interval ?? TimeSpan.FromMinutes(1), Buckets = [] };
            baselines[metric.Name] = WithLevel(Baselines.FromHistory(plan, history, nodes, canaries), plan, history, nodes.Count);
            evidence[metric.Name] = MetricJudge.Begin(plan, baselines[metric.Name]);
        }

        // What probes may spend of alpha is theirs: they are not in the sum whose highest point is simulated.
        var threshold = start is { } from && TrialSpans.Of(spec, from, nodes.Count, canaries.Count) is { } span
            ? HorizonThresholds.Simulate(
                [.. spec.Metrics.Zip(plans).Select(m => new HorizonMetric(m.First.Name, m.Second, baselines[m.First.Name]))],
                (double)spec.ErrorRates.FalseRollback * (1 - ProbeEvidence.Share(spec)), span)
            : null;
        var all = baselines.ToDictionary(b => b.Key, b => b.Value with { Horizon = threshold }, StringComparer.Ordinal);
        foreach (var (key, baseline, empty) in ProbeEvidence.Begin(spec, nodes, canaries))
        {
            (all[key], evidence[key]) = (baseline, empty);
        }

        return new Trial
        {
            Number = number,
            Baselines = all,
            Evidence = evidence,
        };
    }

    /// <summary>With what the whole fleet is expected to do, of events of which more is better.</summary>
    private static Baseline WithLevel(Baseline baseline, JudgePlan plan, FleetHistory history, int nodes)
    {
        var events = plan is { Statistic: Statistic.Count or Statistic.Revenue, Direction: Direction.HigherIsBetter };
        var rhythm = events ? FleetRhythm.From(history, nodes) : null;
        return baseline with { Rhythm = rhythm, Level = rhythm is null ? null : FleetLevelCalibration.From(rhythm, history, nodes) };
    }

    /// <summary>The threshold on the rollout's evidence of harm that holds now; null: ln(1/alpha).</summary>
    public static double? Threshold(Trial? trial, StaggeredRolloutSpec spec) => trial is null ? null : HorizonThresholds.Now(
    [
        .. spec.Metrics.Zip(JudgePlans.For(spec))
            .Where(m => trial.Baselines.ContainsKey(m.First.Name) && trial.Evidence.ContainsKey(m.First.Name))
            .Select(m => (m.First.Name, m.Second, trial.Baselines[m.First.Name], trial.Evidence[m.First.Name])),
    ]);

    /// <summary>With one more bucket of one metric; a metric that the trial does not know, or a bucket that was counted, changes nothing.</summary>
    public static Trial Add(Trial trial, StaggeredRolloutSpec spec, string metric, FleetBucket bucket, IReadOnlyCollection<string> canaries)
    {
        var index = spec.Metrics.Select(m => m.Name).ToList().IndexOf(metric);
        if (index < 0 || !trial.Evidence.TryGetValue(metric, out var evidence) || !trial.Baselines.TryGetValue(metric, out var baseline))
        {
            return trial;
        }

        var next = MetricJudge.Observe(JudgePlans.For(spec)[index], baseline, evidence, bucket, canaries);
        return ReferenceEquals(next, evidence) ? trial
            : trial with { Evidence = new Dictionary<string, Evidence>(trial.Evidence, StringComparer.Ordinal) { [metric] = next } };
    }
}

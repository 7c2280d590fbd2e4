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
    public static Trial Begin(
        int number, StaggeredRolloutSpec spec, IReadOnlyDictionary<string, FleetHistory> histories,
        IReadOnlyCollection<string> nodes, IReadOnlyCollection<string> canaries)
    {
        var plans = JudgePlans.For(spec);
        var baselines = new Dictionary<string, Baseline>(StringComparer.Ordinal);
        var evidence = new Dictionary<string, Evidence>(StringComparer.Ordinal);
        foreach (var (metric, plan) in spec.Metrics.Zip(plans))
        {
            var history = histories.GetValueOrDefault(metric.Name)
                ?? new FleetHistory { BucketLength = metric.Metric?.Interval ?? TimeSpan.FromMinutes(1), Buckets = [] };
            baselines[metric.Name] = Baselines.FromHistory(plan, history, nodes, canaries);
            evidence[metric.Name] = MetricJudge.Begin(plan, baselines[metric.Name]);
        }

        return new Trial { Number = number, Baselines = baselines, Evidence = evidence };
    }

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

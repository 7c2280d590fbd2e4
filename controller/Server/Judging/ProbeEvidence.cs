using Rollout.Api;
using Rollout.Judge;
using Rollout.Planning;

namespace Rollout.Server.Judging;

/// <summary>
/// A probe's failures on the canaries against those on stable, as a ratio of failures to runs: a probe that fails one time in twenty
/// everywhere proves nothing, however long one waits (contract section 4). Kept with the trial's evidence under names that no metric
/// can have. Pure.
/// </summary>
public static class ProbeEvidence
{
    /// <summary>Names of metrics and probes are labels: they have no slash.</summary>
    public static string Key(string probe) => "probe/" + probe;

    /// <summary>How every probe of the spec is judged: an equal part of what probes get of alpha.</summary>
    public static JudgePlan Plan(StaggeredRolloutSpec spec) => new()
    {
        Statistic = Statistic.Ratio,
        Direction = Direction.LowerIsBetter,
        Alpha = (double)spec.ErrorRates.FalseRollback,
        AlphaPromote = (double)spec.ErrorRates.FalsePromotion,
        HarmWeight = spec.Probes.Count == 0 ? 0 : JudgePlans.Weights(spec)[^1],

        // Runs are the probe's own, one after the other, and the same everywhere: there is no share to learn.
        WithoutCalibration = true,
    };

    /// <summary>
    /// The part of alpha that all probes together may spend. Each is proven by itself, against its own part; the metrics are summed against
    /// the rest, so that the whole stays within alpha whatever the dependence (judge/README.md 2.6).
    /// </summary>
    public static double Share(StaggeredRolloutSpec spec) => spec.Probes.Count * Plan(spec).HarmWeight;

    /// <summary>The empty evidence of each probe.</summary>
    public static IEnumerable<(string Key, Baseline Baseline, Evidence Evidence)> Begin(
        StaggeredRolloutSpec spec, IReadOnlyCollection<string> nodes, IReadOnlyCollection<string> canaries)
    {
        var plan = Plan(spec);
        var none = new FleetHistory { BucketLength = TimeSpan.FromMinutes(1), Buckets = [] };
        foreach (var probe in spec.Probes)
        {
            var baseline = Baselines.FromHistory(plan, none, nodes, canaries);
            yield return (Key(probe.Name), baseline, MetricJudge.Begin(plan, baseline));
        }
    }

    /// <summary>With what the probes did since the last look, on the nodes that may be compared.</summary>
    public static Trial? Add(Trial? trial, StaggeredRolloutSpec spec, Progress progress, IReadOnlyDictionary<string, FleetBucket> runs)
    {
        if (trial is null || trial.Number != progress.Trial || progress.Stage is null || progress.WayBack is not null)
        {
            return trial;
        }

        var plan = Plan(spec);
        var evidence = new Dictionary<string, Evidence>(trial.Evidence, StringComparer.Ordinal);
        var changed = false;
        foreach (var (probe, bucket) in runs.Where(r => r.Value.Nodes.Count > 0))
        {
            if (trial.Baselines.TryGetValue(Key(probe), out var baseline) && evidence.TryGetValue(Key(probe), out var before))
            {
                evidence[Key(probe)] = MetricJudge.Observe(plan, baseline, before, bucket, progress.CanaryNodes);
                changed |= !ReferenceEquals(before, evidence[Key(probe)]);
            }
        }

        return changed ? trial with { Evidence = evidence } : trial;
    }

    /// <summary>What the evidence of each probe says; none for a trial that is not this one.</summary>
    public static IReadOnlyList<MetricAssessment> Assess(Trial? trial, StaggeredRolloutSpec spec, Progress progress)
    {
        if (trial is null || trial.Number != progress.Trial || spec.Probes.Count == 0)
        {
            return [];
        }

        var plan = Plan(spec);
        return
        [
            .. spec.Probes.Select(p => Key(p.Name)).Where(k => trial.Baselines.ContainsKey(k) && trial.Evidence.ContainsKey(k))
                .Select(k => new MetricAssessment(
                    k, JudgedRole.Probe, plan.HarmWeight, MetricJudge.Assess(plan, trial.Baselines[k], trial.Evidence[k], plan.Tolerance))),
        ];
    }

    /// <summary>The probes that are proven to fail more on the canaries than on stable.</summary>
    public static IReadOnlySet<string> Proven(IReadOnlyList<MetricAssessment> assessed, StaggeredRolloutSpec spec) => spec.Probes
        .Select(p => p.Name)
        .Where(name => assessed.Any(a => a.Name == Key(name) && a.Assessment.Verdict == Verdict.Worse))
        .ToHashSet(StringComparer.Ordinal);
}

using Rollout.Api;
using Rollout.Judge;
using Rollout.Planning;

namespace Rollout.Server.Judging;

/// <summary>What the planner is told of the judge: one view a metric, for the tolerance of the open stage. Pure.</summary>
public static class JudgeViews
{
    public static Observed<JudgeView> Of(
        StaggeredRolloutSpec spec, Progress progress, Trial? trial, IReadOnlyDictionary<string, MetricState> states,
        Comparability? comparability = null)
    {
        var current = trial is not null && trial.Number == progress.Trial && progress.Stage is not null ? trial : null;
        var plans = JudgePlans.For(spec);
        var threshold = Trials.Threshold(current, spec);
        var views = new List<MetricView>();
        foreach (var (metric, plan) in spec.Metrics.Zip(plans))
        {
            var state = states.GetValueOrDefault(metric.Name, MetricState.Unread);
            if (View(metric, plan, spec, progress, current, state, threshold) is { } view)
            {
                views.Add(view);
            }
        }

        if (views.Count > 0 && views.All(v => v.Assessment.Verdict == Verdict.Unavailable))
        {
            return new Observed<JudgeView>.Unreadable(string.Join("; ", views.Select(v => $"{v.Name}: {v.Trouble}")));
        }

        return new Observed<JudgeView>.Known(new JudgeView
        {
            Revision = progress.CanaryRevision,
            Trial = progress.Trial,
            AsOf = current is null ? null : AsOf(spec, current),
            From = current is null ? null : From(spec, current),
            Metrics = views,
            Together = Together(spec, plans, views, threshold),
            NotComparable = comparability?.Trouble(current, spec) ?? Split(spec, views),
        });
    }

    /// <summary>A split of the sessions that is off; what each node does with its sessions may be judged all the same.</summary>
    private static string? Split(StaggeredRolloutSpec spec, IReadOnlyList<MetricView> views) => views
        .Where(v => v.Assessment.SplitMismatch && spec.Metrics.Any(m => m.Name == v.Name && m.Role != MetricRole.Watch))
        .Select(v => $"{v.Name}: " + v.Assessment.Notes.Last(n => n.StartsWith("sample ratio mismatch", StringComparison.Ordinal)))
        .FirstOrDefault();

    /// <summary>
    /// What the judge said last of a trial that is over, for readers; null when there is none. Each metric for its own tolerance.
    /// </summary>
    public static JudgeView? Last(StaggeredRolloutSpec spec, Progress progress, Trial? trial)
    {
        if (trial is null || trial.Number != progress.Trial)
        {
            return null;
        }

        var plans = JudgePlans.For(spec);
        var threshold = Trials.Threshold(trial, spec);
        var views = spec.Metrics.Zip(plans)
            .Select(m => View(m.First, m.Second, spec, progress, trial, MetricState.Unread, threshold)).OfType<MetricView>().ToList();
        return new JudgeView
        {
            Revision = progress.CanaryRevision,
            Trial = trial.Number,
            AsOf = AsOf(spec, trial),
            Metrics = views,
            Together = Together(spec, plans, views, threshold),
        };
    }

    /// <summary>Null: not read yet, which is neither good nor bad.</summary>
    private static MetricView? View(
        RolloutMetric metric, JudgePlan plan, StaggeredRolloutSpec spec, Progress progress, Trial? trial, MetricState state, double? threshold)
    {
        var tolerance = Stages.Current(spec, progress)?.ToleranceOf(metric) ?? metric.Tolerance;
        var view = new MetricView { Name = metric.Name, Unit = metric.Metric?.Unit, Tolerance = tolerance, Assessment = Nothing(plan) };
        if (trial is not null && trial.Baselines.TryGetValue(metric.Name, out var baseline) && trial.Evidence.TryGetValue(metric.Name, out var evidence))
        {
            var said = MetricJudge.Assess(plan, baseline, evidence, (double)tolerance, threshold);
            view = view with
            {
                Assessment = said,
                Remaining = PromotionForecast.Remaining(plan, baseline, said, (double)tolerance, said.ExpectedShare),
                PromotionLikely = PromotionForecast.Likely(plan, baseline, (double)tolerance),
            };
        }
        else if (!state.HasData && state.Trouble is null)
        {
            return null;
        }

        // Harm that is proven stays proven, whatever can be read now.
        return state.Trouble is { } trouble && view.Assessment.Verdict != Verdict.Worse
            ? view with { Assessment = view.Assessment with { Verdict = trouble }, Trouble = state.Reason }
            : view;
    }

    /// <summary>Of metrics: runs of a probe are no look at the money.</summary>
    private static DateTimeOffset? AsOf(StaggeredRolloutSpec spec, Trial trial) =>
        spec.Metrics.Select(m => trial.Evidence.GetValueOrDefault(m.Name)?.LastEnd).Max();

    /// <summary>As long before the last bucket's end as buckets were counted: what was left out was not judged.</summary>
    private static DateTimeOffset? From(StaggeredRolloutSpec spec, Trial trial) => spec.Metrics
        .Select(m => (m.Metric, Evidence: trial.Evidence.GetValueOrDefault(m.Name)))
        .Where(m => m is { Metric: not null, Evidence.LastEnd: not null })
        .Select(m => (DateTimeOffset?)(m.Evidence!.LastEnd!.Value - (m.Metric!.Interval * m.Evidence.Buckets)))
        .Min();

    private static Assessment Nothing(JudgePlan plan) => new()
    {
        Verdict = Verdict.Insufficient,
        HarmThreshold = -Math.Log(plan.Alpha * Math.Max(plan.HarmWeight, double.Epsilon)),
        SafeThreshold = -Math.Log(plan.AlphaPromote),
    };

    private static Judgement? Together(StaggeredRolloutSpec spec, IReadOnlyList<JudgePlan> plans, IReadOnlyList<MetricView> views, double? threshold)
    {
        var metrics = new List<MetricAssessment>();
        foreach (var (metric, plan) in spec.Metrics.Zip(plans))
        {
            if (views.FirstOrDefault(v => v.Name == metric.Name) is { } view)
            {
                metrics.Add(new MetricAssessment(metric.Name, JudgePlans.RoleOf(metric.Role), plan.HarmWeight, view.Assessment));
            }
        }

        return metrics.Count == 0 ? null : RolloutJudge.Combine(metrics, (double)spec.ErrorRates.FalseRollback, threshold);
    }
}

using Rollout.Api;
using Rollout.Judge;

namespace Rollout.Planning;

/// <summary>What the judge's view means for this trial. A view about another trial, another revision or a coarser tolerance means
/// nothing.</summary>
internal sealed class EvidenceFacts
{
    private readonly JudgeView? view;
    private readonly IReadOnlyList<(RolloutMetric Spec, MetricView? View)> deciding;
    private readonly Lazy<EffectiveStage?> stage;
    private readonly Progress progress;

    public EvidenceFacts(World world, Progress progress)
    {
        this.progress = progress;
        stage = new Lazy<EffectiveStage?>(() => Stages.Current(world.Spec, progress), LazyThreadSafetyMode.None);
        view = world.Judgement is Observed<JudgeView>.Known known ? known.Value : null;
        if (progress.Stage is not null && (view?.Trial != progress.Trial || view.Revision != progress.CanaryRevision))
        {
            view = null;
        }

        OutOfReach = world.Judgement is Observed<JudgeView>.Unreadable unreadable ? unreadable.Reason : null;
        deciding = [.. world.Spec.Metrics.Where(m => m.Role != MetricRole.Watch)
            .Select(m => (m, view?.Metrics.FirstOrDefault(v => v.Name == m.Name)))];
    }

    /// <summary>Why the metrics as a whole are out of reach, or null.</summary>
    public string? OutOfReach { get; }

    public string? NotComparable => view?.NotComparable;

    /// <summary>The deciding metrics that the view holds.</summary>
    public IReadOnlyList<(RolloutMetric Spec, MetricView View)> Judged =>
        [.. deciding.Where(m => m.View is not null).Select(m => (m.Spec, m.View!))];

    /// <summary>How long has been judged, or null.</summary>
    public TimeSpan? Span => view is { From: { } from, AsOf: { } asOf } ? asOf - from : null;

    public MetricView? ViewOf(string metric) => view?.Metrics.FirstOrDefault(v => v.Name == metric);

    /// <summary>Harm that is proven in this trial, or null. A metric that is only watched proves nothing.</summary>
    public (string Metric, string What)? Harm
    {
        get
        {
            if (progress.Stage is null)
            {
                return null;
            }

            foreach (var (spec, seen) in deciding)
            {
                if (seen?.Assessment is { Verdict: Verdict.Worse } assessment)
                {
                    return (spec.Name, EffectText.Of(spec.Name, assessment));
                }
            }

            return view?.Together is { Verdict: Verdict.Worse } together
                ? (Blamed(together), "the evidence of all metrics together proves a loss")
                : null;
        }
    }

    /// <summary>The first metric that cannot be reached, with why, or null.</summary>
    public (string Metric, string? Why)? Unavailable => First(Verdict.Unavailable);

    public (string Metric, string? Why)? Misconfigured => First(Verdict.Misconfigured);

    /// <summary>The first deciding metric that the view does not hold, or null.</summary>
    public string? Unread => deciding.FirstOrDefault(m => m.View is null).Spec?.Name;

    /// <summary>
    /// Every objective, and there is one, has its safe side for this stage's tolerance, every guard was read, and at least one bucket was
    /// looked at since the stage's canaries were warm.
    /// </summary>
    public bool IsReached =>
        progress.Stage is not null
        && deciding.Any(m => m.Spec.Role == MetricRole.Objective)
        && view?.AsOf >= progress.WarmUpUntil
        && deciding.All(m => m.View is { } seen && (m.Spec.Role == MetricRole.Objective ? IsSafe(m.Spec, seen) : IsQuiet(seen)));

    /// <summary>The first objective whose safe side is not reached, or null.</summary>
    public string? NotYetSafe =>
        deciding.FirstOrDefault(m => m.Spec.Role == MetricRole.Objective && !(m.View is { } seen && IsSafe(m.Spec, seen))).Spec?.Name;

    private static string Blamed(Judgement together) =>
        together.Blamed.Count > 0 ? string.Join(", ", together.Blamed) : "all metrics together";

    private bool IsSafe(RolloutMetric spec, MetricView seen) =>
        seen.Assessment.Verdict switch
        {
            Verdict.NoWorse or Verdict.Better => stage.Value is { } open && seen.Tolerance <= open.ToleranceOf(spec),
            Verdict.Insufficient or Verdict.Worse or Verdict.Unavailable or Verdict.Misconfigured => false,
        };

    private static bool IsQuiet(MetricView seen) => seen.Assessment.Verdict switch
    {
        Verdict.NoWorse or Verdict.Better or Verdict.Insufficient => true,
        Verdict.Worse or Verdict.Unavailable or Verdict.Misconfigured => false,
    };

    private (string, string?)? First(Verdict verdict)
    {
        foreach (var (spec, seen) in deciding)
        {
            if (seen?.Assessment.Verdict == verdict)
            {
                return (spec.Name, seen.Trouble);
            }
        }

        return null;
    }
}

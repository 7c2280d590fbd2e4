using Rollout.Api;

namespace Rollout.Planning;

/// <summary>The conditions of a rollout: a function of what is recorded and of what the judge says now.</summary>
public static class Conditions
{
    /// <summary>As the Kubernetes API takes it.</summary>
    private const int MostMessage = 32_768;

    /// <summary>All of <see cref="ConditionTypes.All"/>, in that order.</summary>
    /// <param name="world">With the progress that was recorded last (<see cref="Plan.Next"/>).</param>
    /// <param name="previous">What was published last: a status that did not change keeps its time.</param>
    public static ValueList<Condition> Derive(World world, IReadOnlyList<Condition> previous)
    {
        var progress = world.Progress;
        var evidence = new EvidenceFacts(world, progress);
        return
        [
            Of(ConditionTypes.Ready, Ready(world, progress)),
            Of(ConditionTypes.Progressing, Progressing(progress)),
            Of(ConditionTypes.Healthy, Healthy(progress)),
            Of(ConditionTypes.EvidenceSufficient, EvidenceSufficient(world, progress, evidence)),
            Of(ConditionTypes.PromotionLikely, PromotionLikely(world, evidence)),
            Of(ConditionTypes.MetricsAvailable, MetricsAvailable(evidence)),
            .. Annotations(world, previous) is { } said ? [Of(ConditionTypes.AnnotationsUnderstood, said)] : Array.Empty<Condition>(),
        ];

        Condition Of(string type, (ConditionStatus Status, string Reason, string Message) now)
        {
            var last = previous.FirstOrDefault(c => c.Type == type);
            var since = last?.Status == now.Status ? last.LastTransitionTime : world.Now;
            return new Condition(type, now.Status, now.Reason, now.Message, since);
        }
    }

    private static (ConditionStatus, string, string) Ready(World world, Progress progress)
    {
        if (world.SpecProblems.Count > 0)
        {
            return (ConditionStatus.False, Reasons.SpecInvalid, Every(world.SpecProblems));
        }

        return progress.Phase is Phase.Idle or Phase.Promoted && progress.Since is not null
            ? world.NotYetHeld is { } open ? (ConditionStatus.False, Reasons.NotYetHeld, open)
            : (ConditionStatus.True, Reasons.AtRest, $"The fleet runs {progress.StableRevision}, as is wanted")
            : (progress.Since is null ? ConditionStatus.Unknown : ConditionStatus.False, progress.Reason, progress.Message);
    }

    /// <summary>All of them, with their places: nobody should have to mend one to be told the next.</summary>
    private static string Every(IReadOnlyList<Problem> problems)
    {
        var all = $"{problems.Count} {(problems.Count == 1 ? "problem" : "problems")} in the spec: {string.Join("; ", problems)}";
        return all.Length <= MostMessage ? all : $"{all[..(MostMessage - 1)]}…";
    }

    private static (ConditionStatus, string, string) Progressing(Progress progress) =>
        progress.Phase.IsSettled() || progress.CanaryRevision is not { } revision
            ? (ConditionStatus.False, Reasons.AtRest, "No revision is on trial")
        : (ConditionStatus.True, Reasons.OnTrial, $"{revision} is on trial: {progress.Phase}");

    private static (ConditionStatus, string, string) Healthy(Progress progress)
    {
        var refused = progress.WayBack is { } way ? progress.RefusalOf(way.Revision)
            : progress.Phase.IsSettled() && progress.Outcomes is [{ Result: not OutcomeResult.Promoted } last, ..]
                ? progress.RefusalOf(last.Revision)
            : null;
        return refused is not null ? (ConditionStatus.False, refused.Reason, refused.Message)
            : progress.StableRevision is null ? (ConditionStatus.Unknown, progress.Reason, progress.Message)
            : (ConditionStatus.True, Reasons.NoneRefused, "The last revision was not refused");
    }

    private static (ConditionStatus, string, string) EvidenceSufficient(World world, Progress progress, EvidenceFacts evidence)
    {
        if (progress.Stage is not { } stage)
        {
            return (ConditionStatus.Unknown, Reasons.AtRest, "No stage is open");
        }

        return world.Judgement is not Observed<JudgeView>.Known ? (ConditionStatus.Unknown, Reasons.MetricsUnread, "Nothing was judged yet")
            : evidence.Harm is { } harm ? (ConditionStatus.True, Reasons.HarmProven, harm.What)
            : evidence.IsReached ? (ConditionStatus.True, Reasons.EvidenceReached, $"The evidence to leave stage {stage.Index + 1} is there")
            : (ConditionStatus.False, Reasons.EvidenceMissing, $"Not enough evidence yet to leave stage {stage.Index + 1}");
    }

    private static (ConditionStatus, string, string) PromotionLikely(World world, EvidenceFacts evidence)
    {
        var objectives = world.Spec.Metrics
            .Where(m => m.Role == MetricRole.Objective)
            .Select(m => (m.Name, Likely: evidence.ViewOf(m.Name)?.PromotionLikely))
            .ToList();
        if (objectives.Find(m => m.Likely == false).Name is { } name)
        {
            return (ConditionStatus.False, Reasons.ForecastOutOfReach,
                $"With {name} as it is, this fleet cannot give the evidence for a promotion in the time there is");
        }

        return objectives.Count > 0 && objectives.TrueForAll(m => m.Likely == true)
            ? (ConditionStatus.True, Reasons.ForecastReachable, "If nothing is lost, the evidence for a promotion is within reach")
            : (ConditionStatus.Unknown, Reasons.ForecastUnknown, "There is no forecast for every objective yet");
    }

    private static (ConditionStatus, string, string) MetricsAvailable(EvidenceFacts evidence)
    {
        if (evidence.OutOfReach is { } all)
        {
            return (ConditionStatus.False, Reasons.MetricsUnavailable, $"The metrics are out of reach: {all}");
        }

        return evidence.Unavailable is { } one ? (ConditionStatus.False, Reasons.MetricsUnavailable, $"{one.Metric} is out of reach{Because(one.Why)}")
            : evidence.Misconfigured is { } wrong
                ? (ConditionStatus.False, Reasons.MetricMisconfigured, $"{wrong.Metric} cannot be judged{Because(wrong.Why)}")
            : evidence.Unread is { } unread ? (ConditionStatus.Unknown, Reasons.MetricsUnread, $"{unread} was not read yet")
            : (ConditionStatus.True, Reasons.MetricsAvailable, "Every deciding metric can be read");
    }

    /// <summary>Null: there was never anything to say of them.</summary>
    private static (ConditionStatus, string, string)? Annotations(World world, IReadOnlyList<Condition> previous) =>
        world.AnnotationProblems.Count > 0 ? (ConditionStatus.False, Reasons.AnnotationInvalid, AnnotationText(world.AnnotationProblems))
        : previous.Any(c => c.Type == ConditionTypes.AnnotationsUnderstood) ? (ConditionStatus.True, Reasons.AnnotationsUnderstood, "Every annotation is understood")
        : null;

    /// <summary>What the condition says of them.</summary>
    public static string AnnotationText(IReadOnlyList<Problem> problems)
    {
        var all = string.Join("; ", problems);
        return all.Length <= MostMessage ? all : $"{all[..(MostMessage - 1)]}…";
    }

    private static string Because(string? why) => Rules.LeavingRules.Because(why);
}

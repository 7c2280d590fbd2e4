using Rollout.Api;

namespace Rollout.Planning;

/// <summary>The conditions of a rollout: a function of what is recorded and of what the judge says now.</summary>
public static class Conditions
{
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
            Of(ConditionTypes.PromotionLikely, PromotionLikely(world, progress, evidence)),
            Of(ConditionTypes.MetricsAvailable, MetricsAvailable(evidence)),
        ];

        Condition Of(string type, (ConditionStatus Status, string Reason, string Message) now)
        {
            var last = previous.FirstOrDefault(c => c.Type == type);
            return new Condition(type, now.Status, now.Reason, now.Message, last?.Status == now.Status ? last.LastTransitionTime : world.Now);
        }
    }

    private static (ConditionStatus, string, string) Ready(World world, Progress progress) =>
        world.SpecProblems.Count > 0 ? (ConditionStatus.False, Reasons.SpecInvalid, $"{world.SpecProblems.Count} problems in the spec, first {world.SpecProblems[0]}")
        : progress.Since is null ? (ConditionStatus.Unknown, progress.Reason, progress.Message)
        : progress.Phase is Phase.Idle or Phase.Promoted ? (ConditionStatus.True, Reasons.AtRest, $"The fleet runs {progress.StableRevision}, as is wanted")
        : (ConditionStatus.False, progress.Reason, progress.Message);

    private static (ConditionStatus, string, string) Progressing(Progress progress) =>
        progress.Phase.IsSettled() || progress.CanaryRevision is not { } revision ? (ConditionStatus.False, Reasons.AtRest, "No revision is on trial")
        : (ConditionStatus.True, Reasons.OnTrial, $"{revision} is on trial: {progress.Phase}");

    private static (ConditionStatus, string, string) Healthy(Progress progress)
    {
        var refused = progress.WayBack is { } way ? progress.RefusalOf(way.Revision)
            : progress.Phase.IsSettled() && progress.Outcomes is [{ Result: not OutcomeResult.Promoted } last, ..] ? progress.RefusalOf(last.Revision)
            : null;
        return refused is not null ? (ConditionStatus.False, refused.Reason, refused.Message)
            : progress.StableRevision is null ? (ConditionStatus.Unknown, progress.Reason, progress.Message)
            : (ConditionStatus.True, Reasons.NoneRefused, "The last revision was not refused");
    }

    private static (ConditionStatus, string, string) EvidenceSufficient(World world, Progress progress, EvidenceFacts evidence) =>
        progress.Stage is not { } stage || world.Judgement is not Observed<JudgeView>.Known
            ? (ConditionStatus.Unknown, progress.Stage is null ? Reasons.AtRest : Reasons.MetricsUnread, progress.Stage is null ? "No stage is open" : "Nothing was judged yet")
        : evidence.Harm is { } harm ? (ConditionStatus.True, Reasons.HarmProven, harm.What)
        : evidence.IsReached ? (ConditionStatus.True, Reasons.EvidenceReached, $"The evidence to leave stage {stage.Index + 1} is there")
        : (ConditionStatus.False, Reasons.EvidenceMissing, $"Not enough evidence yet to leave stage {stage.Index + 1}");

    private static (ConditionStatus, string, string) PromotionLikely(World world, Progress progress, EvidenceFacts evidence)
    {
        var objectives = world.Spec.Metrics.Where(m => m.Role == MetricRole.Objective).Select(m => (m.Name, View: evidence.ViewOf(m.Name))).ToList();
        var outOfReach = objectives.Find(m => m.View?.PromotionLikely == false);
        return outOfReach.Name is { } name
            ? (ConditionStatus.False, Reasons.ForecastOutOfReach, $"With {name} as it is, this fleet cannot give the evidence for a promotion in the time there is")
            : objectives.Count > 0 && objectives.TrueForAll(m => m.View?.PromotionLikely == true)
                ? (ConditionStatus.True, Reasons.ForecastReachable, "If nothing is lost, the evidence for a promotion is within reach")
                : (ConditionStatus.Unknown, Reasons.ForecastUnknown, progress.Stage is null ? "There is no forecast yet" : "There is no forecast for every objective");
    }

    private static (ConditionStatus, string, string) MetricsAvailable(EvidenceFacts evidence) =>
        evidence.OutOfReach is { } all ? (ConditionStatus.False, Reasons.MetricsUnavailable, $"The metrics are out of reach: {all}")
        : evidence.Unavailable is { } one ? (ConditionStatus.False, Reasons.MetricsUnavailable, $"{one.Metric} is out of reach{Rules.LeavingRules.Because(one.Why)}")
        : evidence.Misconfigured is { } wrong ? (ConditionStatus.False, Reasons.MetricMisconfigured, $"{wrong.Metric} cannot be judged{Rules.LeavingRules.Because(wrong.Why)}")
        : evidence.Unread is { } unread ? (ConditionStatus.Unknown, Reasons.MetricsUnread, $"{unread} was not read yet")
        : (ConditionStatus.True, Reasons.MetricsAvailable, "Every deciding metric can be read");
}

using Rollout.Api;

namespace Rollout.Planning.Notices;

/// <summary>What a pass did that somebody may want to know, and who: from what was recorded before and after, and nothing else. Pure.</summary>
internal static class Transitions
{
    /// <summary>One thing to tell.</summary>
    public sealed record Told(NoticeEvent Event, string? Revision, string Reason, string Message, Severity Severity, IEnumerable<string> To);

    public static IEnumerable<Told> Of(World world, Progress before, Progress next)
    {
        var spec = world.Spec;
        if (next.StartedAt is { } begun && before.StartedAt != begun)
        {
            yield return Started(world, next);
        }

        if (TakenBack(before, next) is { } way)
        {
            yield return new Told(NoticeEvent.RolledBack, way.Revision, way.Reason, way.Message, Severity.Warning,
                [.. Wanting(spec, NoticeEvent.RolledBack), .. spec.OnCall?.OnRollback ?? []]);
        }

        if (next.Stage is { } stage && (before.Stage?.Index != stage.Index || before.Trial != next.Trial))
        {
            yield return Plain(NoticeEvent.StageOpened, spec, next);
        }

        if (before.WayBack is { } back && next.WayBack is null && next.Phase.IsSettled())
        {
            yield return new Told(NoticeEvent.BackOnStable, back.Revision, Reasons.WayBackOver,
                $"{back.Revision} is off the fleet; the nodes run {next.StableRevision}", Severity.Normal, Wanting(spec, NoticeEvent.BackOnStable));
        }

        if (next.Phase != before.Phase && Entered(before, next) is { } entered)
        {
            yield return Plain(entered, spec, next);
        }
    }

    /// <summary>How a revision was taken back in this pass, whether there was a way to go or not; null when none was.</summary>
    private static (string Revision, string Reason, string Message)? TakenBack(Progress before, Progress next) =>
        next.WayBack is { Result: OutcomeResult.RolledBack or OutcomeResult.Aborted } way && IsRefused(way.Revision, next)
            && !(before.WayBack is { } last && last.Revision == way.Revision && IsRefused(last.Revision, before)) ? (way.Revision, way.Reason, way.Message)
        : before.WayBack is null && next.WayBack is null && next.Outcomes is [{ Result: OutcomeResult.RolledBack or OutcomeResult.Aborted } outcome, ..]
            && IsRefused(outcome.Revision, next) && !before.Outcomes.Contains(outcome) ? (outcome.Revision, outcome.Reason, outcome.Message)
        : null;

    private static bool IsRefused(string revision, Progress progress) => progress.RefusalOf(revision) is not null;

    private static Told Started(World world, Progress next)
    {
        var (plan, release) = (world.Spec.OnCall, world.Release);
        var risks = new List<string>();
        if (release is { ApiBreaks: { Count: > 0 } breaks })
        {
            risks.Add($"it declares {(breaks.Count == 1 ? "a break" : $"{breaks.Count} breaks")} of its API: {string.Join("; ", breaks.Take(5))}");
        }

        if (release?.Risk is { } risk && (plan ?? new OnCallPlan()).HighRisk.Contains(risk, StringComparer.Ordinal))
        {
            risks.Add($"its class of risk is {risk}");
        }

        var message = risks.Count == 0 ? next.Message : $"{next.Message}. WATCH OUT: {string.Join("; ", risks)}. Stage one opens when all is in order";
        return new Told(NoticeEvent.Started, next.CanaryRevision, next.Reason, message, risks.Count == 0 ? Severity.Normal : Severity.Warning,
            [.. Wanting(world.Spec, NoticeEvent.Started), .. risks.Count == 0 ? [] : plan?.BeforeStageOne ?? []]);
    }

    private static NoticeEvent? Entered(Progress before, Progress next) => next.Phase switch
    {
        Phase.Held => NoticeEvent.Held,
        Phase.Paused => NoticeEvent.Paused,
        Phase.Promoted => NoticeEvent.Promoted,
        Phase.Bypassed => NoticeEvent.Bypassed,
        Phase.Invalid => NoticeEvent.Invalid,
        Phase.Idle or Phase.Waiting or Phase.Starting or Phase.WarmingUp or Phase.Judging or Phase.Advancing or Phase.Promoting or Phase.RollingBack
            or Phase.RolledBack => before.Phase == Phase.Paused && next.Reason == Reasons.Resumed ? NoticeEvent.Resumed : null,
    };

    private static Told Plain(NoticeEvent what, StaggeredRolloutSpec spec, Progress next) =>
        new(what, next.CanaryRevision ?? next.StableRevision, next.Reason, next.Message, Reasons.SeverityOf(next.Reason), Wanting(spec, what));

    private static IEnumerable<string> Wanting(StaggeredRolloutSpec spec, NoticeEvent what) => spec.Receivers.Where(r => r.On.Contains(what)).Select(r => r.Name);
}

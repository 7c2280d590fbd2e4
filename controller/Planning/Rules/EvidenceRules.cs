using Rollout.Api;

namespace Rollout.Planning.Rules;

/// <summary>What the judge, the probes and the clocks say about leaving the stage. Only the last rule leaves it by evidence.</summary>
internal static class EvidenceRules
{
    public static Move? MetricMisconfigured(Situation s) =>
        s.Evidence.Misconfigured is { } metric
            ? Held(s, Reasons.MetricMisconfigured, $"{metric.Metric} cannot be judged{LeavingRules.Because(metric.Why)}") : null;

    public static Move? FleetNotComparable(Situation s) =>
        s.Evidence.NotComparable is { } why ? Held(s, Reasons.FleetNotComparable, $"The nodes cannot be compared just now: {why}") : null;

    public static Move? UnavailableTooLong(Situation s)
    {
        if (s.Recorded.UnavailableSince is not { } since || s.Now - since < s.Spec.UnavailableAfter || Unavailable(s) is not { } what)
        {
            return null;
        }

        var message = $"{what}, for longer than {DurationText.Format(s.Spec.UnavailableAfter)}";
        return s.Spec.OnUnavailable switch
        {
            UnavailablePolicy.Hold => Held(s, Reasons.MetricsUnavailable, message),
            UnavailablePolicy.RollBack => LeavingRules.RolledBack(s, Reasons.MetricsUnavailable, message),
        };
    }

    /// <summary>An outage of the metrics is nobody's fault yet: judging waits, and so does the deadline.</summary>
    public static Move? MetricsUnavailable(Situation s) => Unavailable(s) is { } what ? Judging(s, Reasons.MetricsUnavailable, what) : null;

    public static Move? DeadlineRollsBack(Situation s) =>
        s.Spec.OnInsufficient == InsufficientPolicy.RollBack && DeadlineIsPassed(s)
            ? LeavingRules.RolledBack(s, Reasons.DeadlinePassed, $"{Overdue(s)}; the owner's policy is to roll back")
            : null;

    public static Move? ProbeFails(Situation s) =>
        s.Probes.OnCanaryOnly is { } alone
            ? Judging(s, Reasons.ProbeNotProven,
            $"Probe {alone.Name} fails on the canary and passes on stable; not often enough yet to be no chance{LeavingRules.Because(alone.Failure)}")
        : s.Probes.OnCanary is { } both
            ? Held(s, Reasons.ProbeFailsEverywhere,
            $"Probe {both.Name} fails, and not on the canary alone{LeavingRules.Because(both.Failure)}")
        : s.Probes.OnStable is { } stable
            ? Held(s, Reasons.ProbeFailsOnStable, $"Probe {stable.Name} fails on stable{LeavingRules.Because(stable.Failure)}")
        : null;

    public static Move? DeadlineWidens(Situation s) =>
        s.Spec.OnInsufficient == InsufficientPolicy.Widen && DeadlineIsPassed(s) && MinimumIsOver(s) && NothingUnknown(s)
            && Next(s) is not null
            ? new Move(
                s.Recorded.To(Phase.Advancing, Reasons.DeadlineWidened, $"{Overdue(s)}; the owner's policy is to widen") with
                { Grant = Grant.Widen })
            : null;

    public static Move? DeadlineHolds(Situation s) =>
        DeadlineIsPassed(s) ? Held(s, Reasons.DeadlinePassed, $"{Overdue(s)}; judging goes on") : null;

    public static Move? EvidenceMissing(Situation s) =>
        s.Evidence.IsReached ? null : Judging(s, Reasons.EvidenceMissing, NotYet(s));

    public static Move? MinimumDuration(Situation s) =>
        MinimumIsOver(s) ? null
            : Judging(s, Reasons.MinimumDuration, $"The evidence is there; the stage lasts at least {DurationText.Format(Minimum(s))}");

    /// <summary>A probe that has not said that it passes opens nothing.</summary>
    public static Move? ProbeUnknown(Situation s) =>
        s.Probes.UnknownAnywhere is { } probe
            ? Judging(s, Reasons.ProbeUnknown, $"Probe {probe.Name} has no result yet on every canary and on stable") : null;

    public static Move? GateClosed(Situation s) =>
        s.World.Gates.FirstOrDefault(g => !WaitingRules.IsOpen(g)) is { } gate
            ? Judging(s, Reasons.GateClosed, $"{gate.Name} is not open{LeavingRules.Because(gate.Why)}")
            : null;

    public static Move? EvidenceReached(Situation s) =>
        new(s.Recorded.To(Phase.Advancing, Reasons.EvidenceReached,
            $"The evidence to leave stage {s.Recorded.Stage!.Index + 1} is there") with { Grant = Grant.Evidence });

    public static string NotYet(Situation s) =>
        $"Not enough evidence yet to leave stage {s.Recorded.Stage!.Index + 1}"
        + (s.Evidence.NotYetSafe is { } metric ? $": {metric} is not proven safe" : "");

    public static EffectiveStage? Next(Situation s) =>
        s.Fleet is { } fleet ? Stages.After(s.Spec, fleet.Size, s.Recorded.Stage!.Nodes) : null;

    public static TimeSpan Minimum(Situation s) => Stages.Current(s.Spec, s.Recorded)?.Spec.MinDuration ?? TimeSpan.Zero;

    private static bool MinimumIsOver(Situation s) => s.Recorded.Stage?.ReadyAt is { } ready && s.Now - ready >= Minimum(s);

    private static bool DeadlineIsPassed(Situation s) => !s.Evidence.IsReached && s.Recorded.Stage!.Deadline.At(s.Now) >= s.Spec.Deadline;

    private static bool NothingUnknown(Situation s) =>
        s.Evidence.Unread is null && s.Probes.UnknownAnywhere is null && s.World.Gates.All(WaitingRules.IsOpen);

    private static string? Unavailable(Situation s) =>
        s.Evidence.OutOfReach is { } all ? $"The metrics are out of reach: {all}"
        : s.Evidence.Unavailable is { } one ? $"{one.Metric} is out of reach{LeavingRules.Because(one.Why)}"
        : null;

    private static string Overdue(Situation s) =>
        $"Stage {s.Recorded.Stage!.Index + 1} did not get enough evidence within {DurationText.Format(s.Spec.Deadline)}";

    private static Move Held(Situation s, string reason, string message) => new(s.Recorded.To(Phase.Held, reason, message));

    private static Move Judging(Situation s, string reason, string message) => new(s.Recorded.To(Phase.Judging, reason, message));
}

namespace Rollout.Planning;

/// <summary>The transitions: everything that belongs to a change of phase, in one place each.</summary>
internal static class Moves
{
    /// <summary>Another phase, or another reason for the same one; all else stays.</summary>
    public static Progress To(this Progress progress, Phase phase, string reason, string message) =>
        progress with { Phase = phase, Before = null, Reason = reason, Message = message };

    /// <summary>Stopped where it stands, to come back to what it was. Advancing is decided anew: what allowed it may have changed
    /// meanwhile.</summary>
    public static Progress Interrupted(this Progress progress, Phase by, string reason, string message) =>
        progress.To(by, reason, message) with
    {
        Before = progress.Before ?? (progress.Phase == Phase.Advancing ? Phase.Judging : progress.Phase),
        Grant = progress.Phase == Phase.Advancing ? null : progress.Grant,
    };

    /// <summary>Takes up what is wanted, with the breaks that it declares; no canary yet.</summary>
    public static Progress TakenUp(this Progress progress, Situation s, string revision, string reason) =>
        Cleared(progress).To(Phase.Waiting, reason, $"{revision} is wanted and not yet tried") with
        {
            CanaryRevision = revision,
            StartedAt = s.Now,
            DeclaredBreaks = revision == s.World.WantedRevision ? s.World.DeclaredBreaks : [],
        };

    /// <summary>Opens a stage with the canaries that are to be in it; the new ones among them warm up.</summary>
    public static Progress Opened(this Progress progress, EffectiveStage stage, ValueList<string> canaries, DateTimeOffset now) =>
        progress.To(Phase.Starting, Reasons.StageOpened,
            $"Stage {stage.Index + 1} opened: {progress.CanaryRevision} goes to {canaries.Count} of {stage.FleetNodes} nodes ({Names(canaries)})") with
        {
            Stage = new StageProgress { Index = stage.Index, Nodes = stage.Nodes, FleetNodes = stage.FleetNodes, Since = now },
            CanaryNodes = canaries,
            WarmingNodes = Warming(progress, canaries),
            WarmUpUntil = null,
            Grant = null,
        };

    /// <summary>Every node gets the revision on trial.</summary>
    public static Progress Promoting(this Progress progress, Grant grant, string reason, string message, string? person = null) =>
        progress.To(Phase.Promoting, reason, message) with { Grant = grant, PromotedBy = person, WarmingNodes = [], WarmUpUntil = null };

    /// <summary>
    /// Back to stable everywhere, and refused when <paramref name="refused"/>. Where no canary was ever ordered, or stable is not known,
    /// there is no way to go: the trial ends at once.
    /// </summary>
    public static Progress GoneBack(this Progress progress, WayBack why, bool refused, DateTimeOffset now)
    {
        var nothingOrdered = progress.CanaryNodes.Count == 0 && progress.Grant is null && progress.Phase != Phase.Bypassed;
        var next = progress.To(Phase.RollingBack, why.Reason, why.Message) with
        {
            WayBack = why with { Nodes = progress.WayBack?.Nodes ?? (progress.Grant is null ? progress.CanaryNodes : []) },
            RefusedRevisions = refused ? Refusing(progress, why, now) : progress.RefusedRevisions,
            Stage = null,
            CanaryNodes = [],
            WarmingNodes = [],
            WarmUpUntil = null,
            Grant = null,
            PromotedBy = null,
        };
        return nothingOrdered || progress.StableRevision is null ? next.Settled(now) : next;
    }

    /// <summary>The way back is over.</summary>
    public static Progress Settled(this Progress progress, DateTimeOffset now)
    {
        var why = progress.WayBack!;
        var phase = progress.RefusalOf(why.Revision) is null ? Phase.Idle : Phase.RolledBack;
        return Cleared(progress).To(phase, why.Reason, why.Message) with
        {
            Outcomes = Adding(
                progress, new Outcome(why.Result, why.Revision, why.Reason, why.Message, progress.StartedAt ?? now, now, why.By)),
        };
    }

    /// <summary>The revision on trial is the stable one from now on.</summary>
    public static Progress Promoted(this Progress progress, string reason, string message, DateTimeOffset now)
    {
        var revision = progress.CanaryRevision!;
        var outcome = new Outcome(
            OutcomeResult.Promoted, revision, progress.PromotedBy is null ? Reasons.AllStagesPassed : Reasons.PromotedByHand, message,
            progress.StartedAt ?? now, now, progress.PromotedBy);
        return Cleared(progress).To(Phase.Promoted, reason, message) with
        {
            PreviousStableRevision = progress.StableRevision,
            StableRevision = revision,
            RefusedRevisions = Forgiving(progress, revision),
            Outcomes = Adding(progress, outcome),
        };
    }

    /// <summary>Somebody else rolls the fleet: the trial, where there is one, ends without a verdict, and nothing is touched.</summary>
    public static Progress TakenOver(this Progress progress, string reason, string message, DateTimeOffset now)
    {
        var ended = progress.StartedAt is { } begun && progress.CanaryRevision is { } revision && progress.Stage is not null
            ? Adding(progress, new Outcome(OutcomeResult.Aborted, revision, reason, message, begun, now))
            : progress.Outcomes;
        return (Cleared(progress) with { Outcomes = ended, UnavailableSince = null }).To(Phase.Idle, reason, message)
            .Interrupted(Phase.Bypassed, reason, message);
    }

    /// <summary>A person aborts <paramref name="revision"/> before it was taken up: refused, whatever else is under way.</summary>
    public static Progress NeverBegun(this Progress progress, string revision, Order order, DateTimeOffset now)
    {
        var why = new WayBack(OutcomeResult.Aborted, revision, Reasons.Aborted, $"{order.By} aborted {revision}", order.Author);
        return progress with
        {
            RefusedRevisions = Refusing(progress, why, now),
            Outcomes = Adding(progress, new Outcome(why.Result, revision, why.Reason, why.Message, now, now, why.By)),
        };
    }

    /// <summary>Refusals without the one of <paramref name="revision"/>.</summary>
    public static ValueList<RefusedRevision> Forgiving(Progress progress, string revision) =>
        ValueList.From(progress.RefusedRevisions.Where(r => r.Revision != revision));

    /// <summary>Who warms up when these are the canaries: those that are new, and those that had not finished.</summary>
    public static ValueList<string> Warming(Progress progress, ValueList<string> canaries) =>
        ValueList.From(canaries.Where(c => progress.WarmingNodes.Contains(c) || !progress.CanaryNodes.Contains(c)));

    public static string Names(IEnumerable<string> nodes)
    {
        var all = nodes.ToList();
        return all.Count <= 5 ? string.Join(", ", all) : $"{string.Join(", ", all.Take(4))} and {all.Count - 4} more";
    }

    private static ValueList<RefusedRevision> Refusing(Progress progress, WayBack why, DateTimeOffset now) =>
        ValueList.From(Forgiving(progress, why.Revision)
            .Prepend(new RefusedRevision(why.Revision, why.Reason, why.Message, now))
            .Take(Progress.MostRefused));

    private static ValueList<Outcome> Adding(Progress progress, Outcome outcome) =>
        ValueList.From(progress.Outcomes.Prepend(outcome).Take(Progress.MostOutcomes));

    /// <summary>Nothing on trial.</summary>
    private static Progress Cleared(Progress progress) => progress with
    {
        CanaryRevision = null,
        StartedAt = null,
        DeclaredBreaks = [],
        Widenings = [],
        Stage = null,
        CanaryNodes = [],
        WarmingNodes = [],
        WarmUpUntil = null,
        Grant = null,
        PromotedBy = null,
        Harm = null,
        WayBack = null,
    };
}

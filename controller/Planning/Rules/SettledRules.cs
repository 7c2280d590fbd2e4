namespace Rollout.Planning.Rules;

/// <summary>Nothing is under way: what begins something.</summary>
internal static class SettledRules
{
    /// <summary>An order older than the refusal was given for an earlier try.</summary>
    public static Move? RetryOrdered(Situation s)
    {
        if (s.Candidate is not { } revision || s.Recorded.RefusalOf(revision) is not { } refusal
            || s.OrderFor(OrderKind.Retry, revision) is not { } order || order.At < refusal.At)
        {
            return null;
        }

        var forgiven = s.Recorded with { RefusedRevisions = Moves.Forgiving(s.Recorded, revision) };
        return new Move(forgiven.TakenUp(s, revision, Reasons.RetryOrdered), order);
    }

    /// <summary>A person promotes what has not been tried: an urgent repair, or a fleet whose stable version is unknown.</summary>
    public static Move? UntriedPromoted(Situation s)
    {
        if (s.World.WantedRevision is not { } revision || revision == s.Recorded.StableRevision
            || s.Recorded.RefusalOf(revision) is not null
            || s.OrderFor(OrderKind.Promote, revision) is not { } order)
        {
            return null;
        }

        var taken = s.Recorded.TakenUp(s, revision, Reasons.RevisionWanted);
        return new Move(taken.Promoting(Grant.Person, Reasons.PromotedByHand, $"{order.By} promotes {revision} by hand", order.By), order);
    }

    /// <summary>What a platform gave to new nodes by itself because it is wanted was not put there by anybody.</summary>
    private static List<ObservedNode> Foreign(Situation s) =>
        [.. s.Fleet?.Foreign.Where(n => !s.Fleet.State.SpreadsByItself || n.Revision != s.World.WantedRevision) ?? []];

    public static Move? ForeignRevision(Situation s) =>
        Foreign(s) is { Count: > 0 } foreign
            ? new Move(
                (s.Recorded with { CanaryRevision = null, StartedAt = null, DeclaredBreaks = [], Widenings = [] }).To(Phase.Idle, Reasons.ForeignRevision,
                "").Interrupted(Phase.Bypassed, Reasons.ForeignRevision,
                $"{Moves.Names(foreign.Select(n => n.Name))} {FleetRules.Runs(foreign.Count)} {foreign[0].Revision}, which was put there around the rollout; "
                + $"start {foreign[0].Revision} when it is on all nodes, or abort to go back to {s.Recorded.StableRevision}"))
            : null;

    /// <summary>The platform rolls a revision out around the rollout. Whatever was on trial cannot be judged any more.</summary>
    public static Move? Unheld(Situation s) =>
        s.Fleet?.State.Unheld is { } how ? new Move(s.Recorded.TakenOver(Reasons.Unheld, LeavingRules.Sentence(how), s.Now)) : null;

    /// <summary>What was refused stays refused until a person orders a retry.</summary>
    public static Move? WantedIsRefused(Situation s) =>
        s.Candidate is { } revision && s.Recorded.RefusalOf(revision) is { } refusal
            ? new Move(s.Recorded.To(Phase.RolledBack, refusal.Reason, refusal.Message))
            : null;

    public static Move? RevisionWanted(Situation s) =>
        s.Candidate is { } revision ? new Move(s.Recorded.TakenUp(s, revision, Reasons.RevisionWanted)) : null;

    public static Move? AtRest(Situation s) => new(s.Recorded);
}

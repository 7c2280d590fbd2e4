using Rollout.Planning.Alerts;

namespace Rollout.Planning.Rules;

/// <summary>What leads out of Paused, Invalid and Bypassed.</summary>
internal static class InterruptionRules
{
    public static Move? Resumed(Situation s) =>
        s.PausedByPerson is null && AlertFacts.Pausing(s.Spec, s.Recorded) is null ? Back(s, Reasons.Resumed, "Resumed") : null;

    public static Move? StillPaused(Situation s) =>
        AlertRules.PausedByAlert(s) ?? new(s.Recorded.Interrupted(Phase.Paused, Reasons.PausedByOwner, $"Paused by {s.PausedByPerson}"));

    public static Move? SpecMended(Situation s) => s.SpecTrouble is null && s.Recorded.Contradiction is null
        ? Back(s, Reasons.SpecMended, "The spec is valid again") : null;

    public static Move? StillInvalid(Situation s) => s.Recorded.Contradiction is { } contradiction
        ? new(s.Recorded.Interrupted(Phase.Invalid, Reasons.RecordContradictory, $"What is recorded contradicts itself: {contradiction}"))
        : new(s.Recorded.Interrupted(Phase.Invalid, Reasons.SpecInvalid, LeavingRules.Sentence(s.SpecTrouble ?? "the spec is invalid")));

    /// <summary>A person wants the fleet back from what somebody else put on it.</summary>
    public static Move? WayBackOrdered(Situation s)
    {
        var foreign = s.Fleet?.Foreign is [var node, ..] ? node.Revision : s.Fleet?.State.Unheld is not null ? s.Candidate : null;
        if (foreign is null || s.OrderFor(OrderKind.Abort, foreign) is not { } order)
        {
            return null;
        }

        var why = new WayBack(OutcomeResult.Aborted, foreign, Reasons.Aborted, $"{order.By} aborted {foreign}", order.Author);
        return new Move(s.Recorded.GoneBack(why, refused: true, s.Now), order);
    }

    /// <summary>A person wants what runs: it is the stable revision from now on.</summary>
    public static Move? ForeignAccepted(Situation s) =>
        s.Fleet?.UniformRevision is { } running && running == s.World.WantedRevision && running != s.Recorded.StableRevision
            ? new Move(s.Recorded.To(Phase.Idle, Reasons.StableAdopted, $"The fleet runs {running}, as is wanted") with
            {
                PreviousStableRevision = s.Recorded.StableRevision,
                StableRevision = running,
                RefusedRevisions = Moves.Forgiving(s.Recorded, running),
            })
            : null;

    public static Move? ForeignGone(Situation s) =>
        s.Fleet is { Foreign.Count: 0, State.Unheld: null } ? Back(s, Reasons.ForeignRevisionGone, "No node runs a version from elsewhere any more") : null;

    public static Move? StillBypassed(Situation s) => new(s.Recorded);

    private static Move Back(Situation s, string reason, string message) =>
        new(s.Recorded.To(s.Recorded.Before ?? Phase.Idle, reason, message));
}

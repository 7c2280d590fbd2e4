namespace Rollout.Planning.Rules;

/// <summary>What ends a trial, or takes it out of the evidence's hands, wherever it stands.</summary>
internal static class LeavingRules
{
    public static Move? AbortOrdered(Situation s)
    {
        if (s.Recorded.CanaryRevision is not { } revision || s.OrderFor(OrderKind.Abort, revision) is not { } order)
        {
            return null;
        }

        var why = new WayBack(OutcomeResult.Aborted, revision, Reasons.Aborted, $"{order.By} aborted {revision}", order.Author);
        return new Move(s.Recorded.GoneBack(why, refused: true, s.Now), order);
    }

    public static Move? HarmProven(Situation s) =>
        s.Recorded.Harm is { } harm ? RolledBack(s, Reasons.HarmProven, $"Harm is proven: {harm.Message}") : null;

    /// <summary>A person promoted: what is measured afterwards is announced (<see cref="Intake"/>), and the person decides.</summary>
    public static Move? HarmProvenInPromotionByEvidence(Situation s) => s.Recorded.PromotedBy is null ? HarmProven(s) : null;

    public static Move? GateRefused(Situation s) =>
        s.World.Gates.FirstOrDefault(g => g.State == GateState.Refused && g.Revision == s.Recorded.CanaryRevision) is { } gate
            && s.Recorded.PromotedBy is null
            ? RolledBack(s, Reasons.GateRefused, $"{gate.Name} refused {gate.Revision}{Because(gate.Why)}")
            : null;

    public static Move? ProbeFailsOnCanaryOnly(Situation s) =>
        s.Probes.OnCanaryProven is { } probe && s.Recorded.PromotedBy is null
            ? RolledBack(s, Reasons.ProbeFailsOnCanary,
                $"Probe {probe.Name} fails on the canary and passes on stable{Because(probe.Failure)}")
            : null;

    public static Move? DeployFailed(Situation s) =>
        s.Fleet?.CanaryFailure is { } failure
            ? RolledBack(s, Reasons.DeployFailed, $"{failure.Revision} could not be put on {failure.Node}: {failure.Reason}")
            : null;

    /// <summary>What was wanted when the trial began is wanted no more. Nobody wanting anything is not that.</summary>
    public static Move? WantedChanged(Situation s)
    {
        if (s.World.WantedRevision is not { } wanted || s.Recorded.CanaryRevision is not { } revision || wanted == revision)
        {
            return null;
        }

        var why = wanted == s.Recorded.StableRevision
            ? new WayBack(OutcomeResult.Aborted, revision, Reasons.RevisionWithdrawn, $"{revision} is no longer wanted, {wanted} is again")
            : new WayBack(OutcomeResult.Superseded, revision, Reasons.RevisionSuperseded, $"{wanted} is wanted instead of {revision}");
        return new Move(s.Recorded.GoneBack(why, refused: false, s.Now));
    }

    public static Move? PromotionOrdered(Situation s)
    {
        if (s.Recorded.CanaryRevision is not { } revision || s.OrderFor(OrderKind.Promote, revision) is not { } order)
        {
            return null;
        }

        return new Move(s.Recorded.Promoting(Grant.Person, Reasons.PromotedByHand, $"{order.By} promotes {revision} by hand", order.By),
            order);
    }

    public static Move? SpecInvalid(Situation s) =>
        s.SpecTrouble is { } trouble ? new Move(s.Recorded.Interrupted(Phase.Invalid, Reasons.SpecInvalid, Sentence(trouble))) : null;

    public static Move? Paused(Situation s) =>
        s.PausedByPerson is { } who ? new Move(s.Recorded.Interrupted(Phase.Paused, Reasons.PausedByOwner, $"Paused by {who}")) : null;

    /// <summary>Back to stable and refused.</summary>
    public static Move RolledBack(Situation s, string reason, string message) =>
        new(s.Recorded.GoneBack(new WayBack(OutcomeResult.RolledBack, s.Recorded.CanaryRevision!, reason, message), refused: true, s.Now));

    public static string Because(string? why) => string.IsNullOrWhiteSpace(why) ? "" : ": " + why;

    public static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}

namespace Rollout.Planning.Rules;

/// <summary>The way back to stable. Nothing but its end leads out of it.</summary>
internal static class WayBackRules
{
    public static Move? AbortedAlready(Situation s) =>
        s.OrderFor(OrderKind.Abort, s.Recorded.WayBack!.Revision) is { } order && s.Recorded.RefusalOf(s.Recorded.WayBack.Revision) is null
            ? new Move(Refused(s, order), order)
            : null;

    /// <summary>Every node that may have had the revision is seen on stable and ready; other nodes may be down for reasons of their
    /// own.</summary>
    public static Move? CanariesAreBack(Situation s)
    {
        var stable = s.Recorded.StableRevision!;
        var concerned = s.Recorded.WayBack!.Nodes;
        var back = s.Fleet!.Nodes.Where(n => concerned.Count == 0 || concerned.Contains(n.Name)).All(n => n.Ready && n.Revision == stable);
        return back && s.Fleet.NoneKnownBeside(stable) ? new Move(s.Recorded.Settled(s.Now)) : null;
    }

    /// <summary>A host that is down must not keep it open for ever: no node is known to run anything but stable, and the level
    /// stays.</summary>
    public static Move? NoneKnownElsewhere(Situation s) =>
        s.Fleet!.NoneKnownBeside(s.Recorded.StableRevision!) && s.Recorded.Since is { } since && s.Now - since >= s.Spec.ProgressDeadline
            ? new Move(s.Recorded.Settled(s.Now))
            : null;

    public static Move? FailsOnNode(Situation s) =>
        s.Fleet!.State.DeployFailure is { } failure && failure.Revision == s.Recorded.StableRevision
        && s.Fleet.Nodes.Any(n => n.Name == failure.Node && !(n.Ready && n.Revision == failure.Revision))
            ? new Move(
                s.Recorded.To(Phase.RollingBack, Reasons.WayBackStuck,
                $"{failure.Revision} could not be put back on {failure.Node}: {failure.Reason}"))
            : null;

    public static Move? Goes(Situation s) =>
        new(s.Recorded.To(Phase.RollingBack, s.Recorded.WayBack!.Reason, s.Recorded.WayBack.Message));

    /// <summary>A revision that was only on its way out is now refused as well.</summary>
    private static Progress Refused(Situation s, Order order)
    {
        var why =
            new WayBack(OutcomeResult.Aborted, s.Recorded.WayBack!.Revision, Reasons.Aborted,
            $"{order.By} aborted {s.Recorded.WayBack.Revision}", order.Author);
        return s.Recorded.GoneBack(why, refused: true, s.Now);
    }
}

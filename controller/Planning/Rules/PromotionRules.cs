namespace Rollout.Planning.Rules;

/// <summary>The way from the last stage to every node.</summary>
internal static class PromotionRules
{
    /// <summary>A stage is only opened onto nodes that can take it.</summary>
    public static Move? NextStage(Situation s)
    {
        if (EvidenceRules.Next(s) is not { } stage)
        {
            return null;
        }

        var canaries = CanaryChoice.Choose(
            s.Fleet!.State, s.Recorded.CanaryNodes, stage.Nodes, stage.Spec, s.Recorded.CanaryRevision);
        return WaitingRules.NotReady(s.Fleet, canaries, s.Recorded.CanaryNodes, stage.Nodes) is { } missing
            ? new Move(s.Recorded.To(Phase.Advancing, Reasons.NotEnoughReadyNodes, missing))
            : new Move(s.Recorded.Opened(stage, canaries, s.Now));
    }

    /// <summary>Widening never promotes: the last stage is left by evidence, or by a person.</summary>
    public static Move? LastStagePassed(Situation s) => s.Recorded.Grant == Grant.Evidence
        ? new Move(
            s.Recorded.Promoting(Grant.Evidence, Reasons.AllStagesPassed,
            $"All stages are passed: {s.Recorded.CanaryRevision} goes to every node"))
        : null;

    public static Move? NothingGranted(Situation s) =>
        new(s.Recorded.To(Phase.Judging, Reasons.EvidenceMissing, EvidenceRules.NotYet(s)) with { Grant = null });

    public static Move? EveryNodeRuns(Situation s) =>
        s.Fleet!.AllRun(s.Recorded.CanaryRevision!)
            ? new Move(s.Recorded.Promoted(Reasons.RevisionPromoted, $"{s.Recorded.CanaryRevision} runs on every node", s.Now))
            : null;

    /// <summary>A host that is down must not keep a promotion open for ever: it is named, and gets the revision when it comes
    /// back.</summary>
    public static Move? OnlyNodesDownAreLeft(Situation s)
    {
        var revision = s.Recorded.CanaryRevision!;
        var ready = s.Fleet!.Nodes.Where(n => n.Ready).ToList();
        if (ready.Count == 0 || ready.Exists(n => n.Revision != revision) || s.Recorded.Since is not { } since
            || s.Now - since < s.Spec.ProgressDeadline)
        {
            return null;
        }

        var left = Moves.Names(s.Fleet.Nodes.Where(n => !n.Ready).Select(n => n.Name));
        return new Move(
            s.Recorded.Promoted(Reasons.NodesLeftBehind, $"{revision} runs on every ready node; {left} will get it when ready", s.Now));
    }

    /// <summary>What was judged good is not refused because one host cannot be written to; it is tried on and said.</summary>
    public static Move? FailsOnNode(Situation s) =>
        s.Fleet!.State.DeployFailure is { } failure && failure.Revision == s.Recorded.CanaryRevision
        && s.Fleet.Nodes.Any(n => n.Name == failure.Node && !(n.Ready && n.Revision == failure.Revision))
            ? new Move(
                s.Recorded.To(Phase.Promoting, Reasons.PromotionFailsOnNode,
                $"{failure.Revision} could not be put on {failure.Node}: {failure.Reason}"))
            : null;

    public static Move? Goes(Situation s) =>
        new(s.Recorded.Phase == Phase.Promoting && s.Recorded.Reason is Reasons.AllStagesPassed or Reasons.PromotedByHand
            ? s.Recorded
            : s.Recorded.To(Phase.Promoting, s.Recorded.PromotedBy is null ? Reasons.AllStagesPassed
            : Reasons.PromotedByHand, $"{s.Recorded.CanaryRevision} goes to every node"));
}

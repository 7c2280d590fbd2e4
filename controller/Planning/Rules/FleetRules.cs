namespace Rollout.Planning.Rules;

/// <summary>Whether the fleet is as the recorded stage says.</summary>
internal static class FleetRules
{
    /// <summary>Blind, nothing moves; what was ordered stays ordered.</summary>
    public static Move? FleetUnreadable(Situation s) =>
        s.Fleet is null ? new Move(s.Recorded.To(Phase.Held, Reasons.FleetUnreadable, Unreadable(s))) : null;

    /// <summary>The same where nothing is judged: the phase stays.</summary>
    public static Move? FleetUnreadableHere(Situation s) =>
        s.Fleet is null ? new Move(s.Recorded.To(s.Recorded.Phase, Reasons.FleetUnreadable, Unreadable(s))) : null;

    /// <summary>A canary left the fleet: another node takes its place, and warms up.</summary>
    public static Move? CanaryLeftFleet(Situation s)
    {
        if (s.Fleet?.State.Places is not null)
        {
            return PlacesChanged(s, s.Fleet);
        }

        if (s.Fleet is { State.SpreadsByItself: true } spreading && CameByItself(s, spreading) is { } came)
        {
            return came;
        }

        if (s.Recorded.Stage is not { } stage || s.Fleet is not { Gone: { Count: > 0 } gone } fleet)
        {
            return null;
        }

        var canaries = CanaryChoice.Choose(
            fleet.State, s.Recorded.CanaryNodes, Math.Min(stage.Nodes, s.Recorded.CanaryNodes.Count), Stages.Current(s.Spec, s.Recorded)?.Spec,
            s.Recorded.CanaryRevision);
        if (canaries.Count == 0)
        {
            return null;
        }

        var message = $"{Moves.Names(gone)} left the fleet; the canaries are {Moves.Names(canaries)}";
        return new Move(s.Recorded.To(Phase.Starting, Reasons.CanaryReplaced, message) with
        {
            CanaryNodes = canaries,
            WarmingNodes = Moves.Warming(s.Recorded, canaries),
            WarmUpUntil = null,
        });
    }

    /// <summary>A node that got the revision without being asked takes the place of a canary that still runs another.</summary>
    private static Move? CameByItself(Situation s, FleetFacts fleet)
    {
        var waiting = fleet.OutOfPlace.Where(n => n.Revision is { } r && r != s.Recorded.CanaryRevision).Select(n => n.Name).ToList();
        var came = fleet.Leaks.Select(n => n.Name).Take(waiting.Count).ToList();
        if (came.Count == 0)
        {
            return null;
        }

        var canaries = ValueList.From(s.Recorded.CanaryNodes.Except(waiting, StringComparer.Ordinal).Concat(came)
            .Concat(waiting.Take(waiting.Count - came.Count)));
        return new Move(s.Recorded.To(Phase.Starting, Reasons.CanaryReplaced,
            $"{Moves.Names(came)} got {s.Recorded.CanaryRevision} from the platform; the canaries are {Moves.Names(canaries)}") with
        {
            CanaryNodes = canaries,
            WarmingNodes = Moves.Warming(s.Recorded, canaries),
            WarmUpUntil = null,
            Grant = null,
        });
    }

    /// <summary>The platform filled a vacant place, or put a canary elsewhere: whoever is new there warms up.</summary>
    private static Move? PlacesChanged(Situation s, FleetFacts fleet)
    {
        var canaries = CanaryChoice.Choose(fleet.State, s.Recorded.CanaryNodes, s.Recorded.CanaryNodes.Count);
        if (canaries.Count == 0 || canaries.Equals(s.Recorded.CanaryNodes))
        {
            return null;
        }

        var next = s.Recorded with
        {
            CanaryNodes = canaries,
            WarmingNodes = Moves.Warming(s.Recorded, canaries),
            WarmUpUntil = null,
            Grant = null,
        };
        var gone = fleet.Gone;
        return new Move(gone.Count == 0 && s.Recorded.Phase == Phase.Starting
            ? next
            : next.To(Phase.Starting, Reasons.CanaryReplaced,
                (gone.Count > 0 ? $"{Moves.Names(gone)} left the fleet; the" : "The") + $" canaries are {Moves.Names(canaries)}"));
    }

    /// <summary>No room for a canary is nobody's fault: it holds, for as long as it takes.</summary>
    public static Move? NoCapacity(Situation s) =>
        s.Fleet is { State.NoCapacity: { } why, OutOfPlace.Count: > 0 }
            ? new Move(s.Recorded.To(Phase.Held, Reasons.NoCapacity, $"There is no room for a canary: {why}") with
            {
                WarmingNodes = ValueList.From(s.Recorded.WarmingNodes.Union(s.Fleet.OutOfPlace.Select(n => n.Name), StringComparer.Ordinal)),
                WarmUpUntil = null,
                Grant = null,
            })
            : null;

    /// <summary>Time out of place adds up over the stage, so that a canary that comes and goes does not go on for ever.</summary>
    public static Move? ProgressDeadlinePassed(Situation s) =>
        s.Fleet is { OutOfPlace: { Count: > 0 } missing } && s.Recorded.Stage is { } stage
            && stage.Startup.At(s.Now) >= s.Spec.ProgressDeadline
            ? LeavingRules.RolledBack(s, Reasons.ProgressDeadlinePassed, $"{State(missing[0], s)}, past the progress deadline")
            : null;

    public static Move? CanaryOutOfPlace(Situation s)
    {
        if (s.Fleet is not { OutOfPlace: { Count: > 0 } missing })
        {
            return null;
        }

        // What is being put in place for the first time is no news; what falls out of place is.
        var opening = s.Recorded is { Phase: Phase.Starting, Reason: Reasons.StageOpened };
        var next = opening ? s.Recorded : s.Recorded.To(Phase.Starting, Reasons.CanaryNotReady, State(missing[0], s));
        return new Move(next with
        {
            WarmingNodes = ValueList.From(s.Recorded.WarmingNodes.Union(missing.Select(n => n.Name), StringComparer.Ordinal)),
            WarmUpUntil = null,
            Grant = null,
        });
    }

    public static Move? WarmUpBegins(Situation s) => s.Recorded.WarmUpUntil is not null
        ? null
        : new Move(WarmingUp(s) with
        {
            WarmUpUntil = s.Now + s.Spec.WarmUp,
            Stage = s.Recorded.Stage is { ReadyAt: null } stage ? stage with { ReadyAt = s.Now } : s.Recorded.Stage,
        });

    public static Move? WarmUpNotOver(Situation s) => s.Recorded.WarmUpUntil > s.Now ? new Move(WarmingUp(s)) : null;

    public static Move? WarmUpOver(Situation s) =>
        new(s.Recorded.To(Phase.Judging, Reasons.EvidenceMissing, EvidenceRules.NotYet(s)) with { WarmingNodes = [] });

    /// <summary>While another version runs beside stable and canary nothing can be compared, and no stage is left.</summary>
    public static Move? StrayNodes(Situation s) => Stray(s, Phase.Held);

    /// <summary>The same before the stage is judged: it waits where it is.</summary>
    public static Move? StrayNodesHere(Situation s) => Stray(s, s.Recorded.Phase);

    private static Move? Stray(Situation s, Phase phase) => s.Fleet switch
    {
        { Leaks: { Count: > 0 } leaks } => new Move(s.Recorded.To(phase, Reasons.CanaryLeak,
            $"{Moves.Names(leaks.Select(n => n.Name))} {Runs(leaks.Count)} {s.Recorded.CanaryRevision} "
            + $"beyond the {s.Recorded.CanaryNodes.Count} of this stage")),
        { Strays: { Count: > 0 } strays } => new Move(s.Recorded.To(phase, Reasons.StrayRevision,
            $"{Moves.Names(strays.Select(n => n.Name))} {Runs(strays.Count)} {strays[0].Revision} instead of {s.Recorded.StableRevision}")),
        _ => null,
    };

    private static Progress WarmingUp(Situation s) => s.Recorded.To(
        Phase.WarmingUp, Reasons.WarmingUp, s.Recorded.WarmingNodes.Count == 1
            ? $"{s.Recorded.WarmingNodes[0]} warms up; what it does is not counted yet"
            : $"{Moves.Names(s.Recorded.WarmingNodes)} warm up; what they do is not counted yet");

    public static string Unreadable(Situation s) => $"The fleet cannot be read: {s.FleetTrouble}";

    public static string Runs(int nodes) => nodes == 1 ? "runs" : "run";

    private static string State(ObservedNode node, Situation s) =>
        (node.Revision == s.Recorded.CanaryRevision ? $"{node.Name} is not ready" : $"{node.Name} does not run {s.Recorded.CanaryRevision} yet")
        + LeavingRules.Because(node.Trouble);
}

namespace Rollout.Planning.Rules;

/// <summary>What has to be in order before the first canary.</summary>
internal static class WaitingRules
{
    /// <summary>Stable is what every ready node runs. Where they differ nobody can say what to go back to, and nothing is
    /// touched.</summary>
    public static Move? StableUnknown(Situation s)
    {
        if (s.Recorded.StableRevision is not null)
        {
            return null;
        }

        var next = s.Recorded.CanaryRevision is null ? s.Recorded : s.Recorded with { CanaryRevision = null, StartedAt = null, DeclaredBreaks = [], Widenings = [] };
        if (s.Fleet is null)
        {
            return new Move(next.To(Phase.Waiting, Reasons.FleetUnreadable, FleetRules.Unreadable(s)));
        }

        if (s.Fleet.State.Busy is { } busy)
        {
            return new Move(next.To(Phase.Waiting, Reasons.WorkloadBusy, Busy(busy)));
        }

        return s.Fleet.UniformRevision is { } stable
            ? new Move(next.To(Phase.Idle, Reasons.StableAdopted, $"The fleet runs {stable}") with { StableRevision = stable })
            : new Move(next.To(Phase.Waiting, Reasons.FleetMixed,
                $"The ready nodes do not all run one known version, so there is none to go back to: {Runs(s.Fleet)}; "
                + "put one on all, or promote one by hand"));
    }

    /// <summary>Nothing is begun in the middle of what the platform does by itself.</summary>
    public static Move? WorkloadBusy(Situation s) =>
        s.Fleet!.State.Busy is { } busy ? Waiting(s, Reasons.WorkloadBusy, Busy(busy)) : null;

    /// <summary>Nobody is known to want it any more, nor anything else: nothing is begun for nobody.</summary>
    public static Move? NobodyAsks(Situation s) =>
        s.World.WantedRevision is null
            ? Waiting(s, Reasons.RevisionNotWanted, $"Nobody is known to want {s.Recorded.CanaryRevision} just now") : null;

    public static Move? FleetTooSmall(Situation s) =>
        Stages.Effective(s.Spec, s.Fleet!.Size).Count == 0
            ? Waiting(s, Reasons.NothingToCompareWith,
                $"A fleet of {s.Fleet.Size} leaves no node to compare a canary with; a promotion by hand is possible")
            : null;

    /// <summary>A platform that spreads the revision by itself has begun for us: such nodes are the first canaries, unless they are too
    /// many.</summary>
    public static Move? FleetNotOnStable(Situation s)
    {
        if (!s.Fleet!.State.SpreadsByItself)
        {
            return NotOnStable(s, s.Fleet.Strays);
        }

        var first = Stages.Effective(s.Spec, s.Fleet.Size)[0].Nodes;
        return s.Fleet.Leaks is { } leaks && leaks.Count > first
            ? Waiting(s, Reasons.CanaryLeak,
                $"{Moves.Names(leaks.Select(n => n.Name))} {FleetRules.Runs(leaks.Count)} {s.Recorded.CanaryRevision} already, "
                + $"more than the {first} of the first stage")
            : NotOnStable(s, [.. s.Fleet.Strays.Where(n => n.Revision != s.Recorded.CanaryRevision)]);
    }

    private static Move? NotOnStable(Situation s, IReadOnlyList<ObservedNode> strays) =>
        strays.Count > 0
            ? Waiting(s, Reasons.FleetNotOnStable,
                $"{Moves.Names(strays.Select(n => n.Name))} still {FleetRules.Runs(strays.Count)} {strays[0].Revision} "
                + $"instead of {s.Recorded.StableRevision}")
            : null;

    public static Move? GateNotOpen(Situation s) =>
        s.World.Gates.FirstOrDefault(g => !IsOpen(g)) is { } gate
            ? Waiting(s, Reasons.GateClosed, $"{gate.Name} is not open{LeavingRules.Because(gate.Why)}") : null;

    public static Move? MetricsNotReady(Situation s) =>
        s.Evidence.OutOfReach is { } all ? Waiting(s, Reasons.MetricsUnavailable, $"The metrics are out of reach: {all}")
        : s.Evidence.Misconfigured is { } wrong
            ? Waiting(s, Reasons.MetricMisconfigured, $"{wrong.Metric} cannot be judged{LeavingRules.Because(wrong.Why)}")
        : s.Evidence.Unavailable is { } away
            ? Waiting(s, Reasons.MetricsUnavailable, $"{away.Metric} is out of reach{LeavingRules.Because(away.Why)}")
        : s.Evidence.Unread is { } unread ? Waiting(s, Reasons.MetricsUnread, $"{unread} was not read yet")
        : null;

    public static Move? ProbeNotPassing(Situation s) =>
        s.Probes.OnStable is { } failing
            ? Waiting(s, Reasons.ProbeFailsOnStable, $"Probe {failing.Name} fails on stable{LeavingRules.Because(failing.Failure)}")
        : s.Probes.UnknownOnStable is { } unknown ? Waiting(s, Reasons.ProbeUnknown, $"Probe {unknown.Name} has no result on stable yet")
        : null;

    /// <summary>Opens stage one: a new trial, with nothing of any earlier one.</summary>
    public static Move? FirstStage(Situation s)
    {
        var stage = Stages.Effective(s.Spec, s.Fleet!.Size)[0];
        var trial =
            s.Recorded with { Trial = s.Recorded.Trial + 1, Harm = null, CanaryNodes = [], WarmingNodes = [], UnavailableSince = null };
        var canaries = CanaryChoice.Choose(s.Fleet.State, [], stage.Nodes, stage.Spec, s.Recorded.CanaryRevision);
        return NotReady(s.Fleet, canaries, [], stage.Nodes) is { } missing
            ? Waiting(s, Reasons.NotEnoughReadyNodes, missing)
            : new Move(trial.Opened(stage, canaries, s.Now));
    }

    /// <summary>A closed gate holds, and so does one that has not answered or whose answer was about another revision.</summary>
    public static bool IsOpen(GateAnswer gate) => gate.State == GateState.Open;

    /// <summary>Why these cannot all become canaries: a host that is down before is no fault of the revision. Null when they can.</summary>
    public static string? NotReady(FleetFacts fleet, ValueList<string> canaries, ValueList<string> already, int wanted)
    {
        if (canaries.Count < wanted)
        {
            return $"Only {canaries.Count} of the {wanted} nodes of this stage fit its nodeSelector";
        }

        var missing =
            fleet.Nodes.Where(n => !n.Ready && canaries.Contains(n.Name) && !already.Contains(n.Name)).Select(n => n.Name).ToList();
        return missing.Count > 0 ? $"Too few nodes are ready for this stage: {Moves.Names(missing)} would be needed"
            : fleet.Nodes.Any(n => n.Ready && !canaries.Contains(n.Name)) ? null
            : "No node beside the canaries is ready, so there is nothing to compare them with";
    }

    private static string Busy(string what) => $"The fleet is busy: {what}";

    private static Move Waiting(Situation s, string reason, string message) => new(s.Recorded.To(Phase.Waiting, reason, message));

    private static string Runs(FleetFacts fleet) => string.Join("; ", fleet.Nodes
        .GroupBy(n => n.Ready ? n.Revision ?? "an unknown version" : "not ready", StringComparer.Ordinal)
        .Select(g =>
            $"{Moves.Names(g.Select(n => n.Name))} {(g.Key == "not ready" ? "not ready" : $"{FleetRules.Runs(g.Count())} {g.Key}")}"));
}

using Rollout.Api;
using Rollout.Judge;
using Rollout.Planning.Alerts;
using Rollout.Planning.Tests.Alerts;
using Rollout.Planning.Tests.Building;

namespace Rollout.Planning.Tests.Walking;

/// <summary>Makes a whole world of what is recorded and an input. Four nodes; v1 is stable, v2 on trial, v3 another one, x was never
/// ordered.</summary>
internal static class Worlds
{
    public const string Other = "v3";

    public const string Foreign = "x";

    private static readonly string[] Names = ["n1", "n2", "n3", "n4"];

    public static IReadOnlyList<Problem> Problems { get; } = [new("spec.stages", "is wrong", "write it right")];

    /// <summary>Stages of one and two nodes out of four, an objective, a guard and a metric that is only watched.</summary>
    public static StaggeredRolloutSpec Spec(InsufficientPolicy insufficient, UnavailablePolicy unavailable) => A.Spec() with
    {
        Stages =
            [new StageSpec { Nodes = new NodeCount(1, false), MinDuration = TimeSpan.FromMinutes(4) },
            new StageSpec { Nodes = new NodeCount(50, true) }],
        Metrics = [A.Objective(A.Metric), A.GuardMetric(), new RolloutMetric { Name = "mood", Role = MetricRole.Watch }],
        OnInsufficient = insufficient,
        OnUnavailable = unavailable,
    };

    public static string Canary(Progress progress) => progress.CanaryRevision ?? progress.WayBack?.Revision ?? "v2";

    public static string? Wanted(Progress progress, WantedNow wanted) => wanted switch
    {
        WantedNow.Same => progress.Phase is Phase.RollingBack && progress.RefusalOf(Canary(progress)) is null ? progress.StableRevision
            : Canary(progress),
        WantedNow.Nothing => null,
        WantedNow.Stable => progress.StableRevision ?? "v1",
        WantedNow.Other => Other,
        WantedNow.Foreign => Foreign,
    };

    public static IReadOnlyList<GateAnswer> Gate(Progress progress, GateSeen gate) => gate switch
    {
        GateSeen.None => [],
        GateSeen.Open => [new GateAnswer("change board", GateState.Open, Canary(progress))],
        GateSeen.Closed => [new GateAnswer("change board", GateState.Closed, Canary(progress))],
        GateSeen.Unknown => [new GateAnswer("change board", GateState.Unknown, null)],
        GateSeen.Refused => [new GateAnswer("change board", GateState.Refused, Canary(progress))],
        GateSeen.RefusedOther => [new GateAnswer("change board", GateState.Refused, Other)],
    };

    /// <summary>With the policies of <see cref="AlertStory"/>.</summary>
    public static IReadOnlyList<AlertNews> Alerts(AlertSeen alert) => alert switch
    {
        AlertSeen.None => [],
        AlertSeen.Pages => [News("page", true, A.Start)],
        AlertSeen.PagesOver => [News("page", false, A.Start)],
        AlertSeen.Losses => [News("loss", true, A.Start)],
        AlertSeen.Tickets => [News("ticket", true, A.Start)],
        AlertSeen.FiredBefore => [News("loss", true, A.Start.AddDays(-10)) with { Fingerprint = "old" }],
    };

    private static AlertNews News(string severity, bool firing, DateTimeOffset since) =>
        new(severity, new Dictionary<string, string>(StringComparer.Ordinal) { ["alertname"] = "a", ["severity"] = severity }, null, firing, since, null, A.Start);

    public static IReadOnlyList<Order> Orders(Progress progress, Ordered orders)
    {
        Order One(OrderKind kind, string? revision) => new(kind, revision, "ada", A.Start);
        var canary = Canary(progress);
        return orders switch
        {
            Ordered.None => [],
            Ordered.AbortWhateverThereIs => [One(OrderKind.Abort, null)],
            Ordered.AbortCanary => [One(OrderKind.Abort, canary)],
            Ordered.AbortOther => [One(OrderKind.Abort, Other)],
            Ordered.PromoteCanary => [One(OrderKind.Promote, canary)],
            Ordered.PromoteOther => [One(OrderKind.Promote, Other)],
            Ordered.PromoteNothing => [One(OrderKind.Promote, null)],
            Ordered.RetryCanary => [One(OrderKind.Retry, canary)],
            Ordered.RetryOther => [One(OrderKind.Retry, Other)],
            Ordered.RetryOtherLongAgo => [One(OrderKind.Retry, Other) with { At = A.Start.AddDays(-9) }],
            Ordered.Pause => [One(OrderKind.Pause, null)],
            Ordered.Resume => [One(OrderKind.Resume, null)],
            Ordered.AbortAndPromote => [One(OrderKind.Promote, canary), One(OrderKind.Abort, canary)],
            Ordered.ResumeAndPromote => [One(OrderKind.Resume, null), One(OrderKind.Promote, canary)],
        };
    }

    public static IReadOnlyList<ProbeReading> Probes(Progress progress, Probed probed) =>
        [.. Names.Select(n => Probe(progress, n, probed)).OfType<ProbeReading>()];

    private static ProbeReading? Probe(Progress progress, string node, Probed probed)
    {
        var canary = progress.CanaryNodes.Contains(node);
        var late = DateTimeOffset.MaxValue;
        return probed switch
        {
            Probed.Passing => new ProbeReading(A.Probe, node, ProbeState.Passing, late),
            Probed.FailingOnCanary or Probed.FailingOnCanaryByChance => new ProbeReading(A.Probe, node, canary ? ProbeState.Failing : ProbeState.Passing, late),
            Probed.FailingOnStable => new ProbeReading(A.Probe, node, canary ? ProbeState.Passing : ProbeState.Failing, late),
            Probed.FailingEverywhere => new ProbeReading(A.Probe, node, ProbeState.Failing, late),
            Probed.FailingOnCanaryBeforeItWasWarm =>
                new ProbeReading(A.Probe, node, canary ? ProbeState.Failing : ProbeState.Passing, canary ? null : late),
            Probed.Unknown => null,
            Probed.UnknownOnCanary => new ProbeReading(A.Probe, node, canary ? ProbeState.Unknown : ProbeState.Passing, late),
            Probed.UnknownOnStable => canary ? new ProbeReading(A.Probe, node, ProbeState.Failing, late) : null,
        };
    }

    public static Observed<JudgeView> Judgement(Progress progress, Said said)
    {
        var view = new JudgeView
        {
            Revision = progress.CanaryRevision,
            Trial = progress.Trial,
            AsOf = DateTimeOffset.MaxValue,
            Metrics = [Metric(A.Metric, Verdict.Insufficient), Metric(A.Guard, Verdict.Insufficient), Metric("mood", Verdict.Insufficient)],
        };
        var good = With(view, A.Metric, Verdict.NoWorse);
        var bad = With(view, A.Metric, Verdict.Worse);
        return said switch
        {
            Said.Missing => new Observed<JudgeView>.Missing(),
            Said.Unreadable => new Observed<JudgeView>.Unreadable("connection refused"),
            Said.Insufficient => Known(view),
            Said.NoWorse => Known(good),
            Said.Better => Known(With(view, A.Metric, Verdict.Better)),
            Said.Worse => Known(bad),
            Said.Unavailable => Known(With(view, A.Metric, Verdict.Unavailable)),
            Said.Misconfigured => Known(With(view, A.Metric, Verdict.Misconfigured)),
            Said.ObjectiveAbsent => Known(good with { Metrics = [.. good.Metrics.Skip(1)] }),
            Said.GuardAbsent => Known(good with { Metrics = [.. good.Metrics.Where(m => m.Name != A.Guard)] }),
            Said.GuardWorse => Known(With(good, A.Guard, Verdict.Worse)),
            Said.GuardUnavailable => Known(With(good, A.Guard, Verdict.Unavailable)),
            Said.WatchWorse => Known(With(view, "mood", Verdict.Worse)),
            Said.WorseTogether => Known(good with { Together = new Judgement { Verdict = Verdict.Worse } }),
            Said.NoWorseOfOtherTrial => Known(good with { Trial = progress.Trial + 1 }),
            Said.NoWorseOfOtherRevision => Known(good with { Revision = Other }),
            Said.NoWorseForCoarserTolerance => Known(good with { Metrics = [.. good.Metrics.Select(m => m with { Tolerance = 0.5m })] }),
            Said.NoWorseBeforeTheWarmUp => Known(good with { AsOf = A.Start.AddDays(-9) }),
            Said.WorseOfOtherTrial => Known(bad with { Trial = progress.Trial + 1 }),
            Said.WorseOfOtherRevision => Known(bad with { Revision = Other }),
            Said.NotComparable => Known(good with { NotComparable = "the controls differ among themselves" }),
        };
    }

    private static Observed<JudgeView> Known(JudgeView view) => new Observed<JudgeView>.Known(view);

    private static MetricView Metric(string name, Verdict verdict) =>
        new() { Name = name, Tolerance = 0.05m, Assessment = new Assessment { Verdict = verdict } };

    private static JudgeView With(JudgeView view, string name, Verdict verdict) =>
        view with { Metrics = [.. view.Metrics.Select(m => m.Name == name ? Metric(name, verdict) : m)] };

    public static Observed<FleetState> Fleet(Progress progress, FleetSeen seen) => seen switch
    {
        FleetSeen.Missing => new Observed<FleetState>.Missing(),
        FleetSeen.Unreadable => new Observed<FleetState>.Unreadable("no route to host"),
        FleetSeen.Empty => new Observed<FleetState>.Known(new FleetState([])),
        _ => new Observed<FleetState>.Known(State(progress, seen)),
    };

    private static FleetState State(Progress progress, FleetSeen seen)
    {
        var stable = progress.StableRevision ?? "v1";
        var canary = Canary(progress);
        var fleet = AsOrdered(progress, stable, canary);
        var first = progress.CanaryNodes.Count > 0 ? progress.CanaryNodes[0] : "n1";
        FleetState Set(string node, Func<ObservedNode, ObservedNode> change) =>
            fleet with { Nodes = [.. fleet.Nodes.Select(n => n.Name == node ? change(n) : n)] };
        FleetState All(Func<ObservedNode, ObservedNode> change) => fleet with { Nodes = [.. fleet.Nodes.Select(change)] };
        return seen switch
        {
            FleetSeen.AllOnStable => All(n => n with { Revision = stable }),
            FleetSeen.AllOnCanary => All(n => n with { Revision = canary }),
            FleetSeen.CanaryNotReady => Set(first, n => n with { Ready = false, Trouble = "does not answer" }),
            FleetSeen.CanaryOnStable => Set(first, n => n with { Revision = stable }),
            FleetSeen.CanaryUnknown => Set(first, n => n with { Revision = null, Ready = false, Trouble = "exit 255" }),
            FleetSeen.CanaryLeftFleet => fleet with { Nodes = [.. fleet.Nodes.Where(n => n.Name != first)] },
            FleetSeen.StableNodeDown => Set("n4", n => n with { Revision = null, Ready = false }),
            FleetSeen.StableNodesDown =>
                All(n => n.Name == "n1" || progress.CanaryNodes.Contains(n.Name) ? n : n with { Revision = null, Ready = false }),
            FleetSeen.Leak => Set("n4", n => n with { Revision = canary }),
            FleetSeen.Foreign => Set("n4", n => n with { Revision = Foreign }),
            FleetSeen.ForeignEverywhere => All(n => n with { Revision = Foreign }),
            FleetSeen.OtherRevision => Set("n4", n => n with { Revision = Other }),
            FleetSeen.Mixed => All(n => n with { Revision = n.Name is "n1" or "n2" ? canary : stable }),
            FleetSeen.AllDown => All(n => n with { Revision = null, Ready = false }),
            FleetSeen.DeployFailedOnCanary =>
                Set(first, n => n with { Revision = stable }) with { DeployFailure = new DeployFailure(first, canary, "exit 1") },
            FleetSeen.DeployFailedBeside =>
                Set("n4", n => n with { Ready = false }) with { DeployFailure = new DeployFailure("n4", canary, "exit 1") },
            FleetSeen.DeployFailedOnTheWayBack =>
                Set(first, n => n with { Revision = canary }) with { DeployFailure = new DeployFailure(first, stable, "exit 1") },
            FleetSeen.NoRoomForTheCanary =>
                Set(first, n => n with { Revision = null, Ready = false }) with { NoCapacity = "no machine has room" },
            FleetSeen.Busy => fleet with { Busy = "its own rollout is not over" },
            FleetSeen.Unheld => fleet with { Unheld = "the workload is not held" },
            FleetSeen.CameByItself => Set("n4", n => n with { Revision = canary }) with { SpreadsByItself = true },
            FleetSeen.CameByItselfInPlaceOfTheCanary => fleet with
            {
                Nodes = [.. fleet.Nodes.Select(n => n.Name == "n4" ? n with { Revision = canary } : n.Name == first ? n with { Revision = stable } : n)],
                SpreadsByItself = true,
            },
            FleetSeen.AsOrdered or FleetSeen.Empty or FleetSeen.Missing or FleetSeen.Unreadable => fleet,
        };
    }

    /// <summary>Where nothing is ordered: a promotion that was paused stands half way, and around a bypassed rollout a foreign version
    /// runs.</summary>
    private static FleetState AsOrdered(Progress progress, string stable, string canary)
    {
        var fleet = new FleetState([.. Names.Select(n => new ObservedNode(n, stable, true))]);
        return (Level.Of(progress), progress.Phase) switch
        {
            (Effect.EnsureNothing, Phase.Paused) =>
                fleet with { Nodes = [.. fleet.Nodes.Select(n => n.Name is "n1" or "n2" ? n with { Revision = canary } : n)] },
            (Effect.EnsureNothing, Phase.Bypassed) =>
                fleet with { Nodes = [.. fleet.Nodes.Select(n => n.Name == "n4" ? n with { Revision = Foreign } : n)] },
            (var level, _) => Obedience.After(fleet, [level]),
        };
    }
}

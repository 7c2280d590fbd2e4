using Rollout.Api;
using Rollout.Judge;

namespace Rollout.Planning.Tests.Building;

/// <summary>Small worlds to change with <c>with</c>: a fleet of ten on v1, one objective, one probe, everything in order.</summary>
internal static class A
{
    public const string Metric = "dollars";

    public const string Guard = "errors";

    public const string Probe = "checkout";

    public static DateTimeOffset Start { get; } = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Stages 1, 30 %; every clock another length, so that none can be taken for another.</summary>
    public static StaggeredRolloutSpec Spec() => new()
    {
        Stages =
            [new StageSpec { Nodes = new NodeCount(1, false), MinDuration = TimeSpan.FromMinutes(4) },
            new StageSpec { Nodes = new NodeCount(30, true) }],
        Metrics = [Objective(Metric)],
        Probes = [new RolloutProbe(Probe)],
        WarmUp = TimeSpan.FromMinutes(2),
        Deadline = TimeSpan.FromHours(1),
        UnavailableAfter = TimeSpan.FromMinutes(10),
        ProgressDeadline = TimeSpan.FromMinutes(5),
    };

    public static RolloutMetric Objective(string name) => new() { Name = name, MetricRef = name, Tolerance = 0.05m };

    public static RolloutMetric GuardMetric() => new() { Name = Guard, MetricRef = Guard, Role = MetricRole.Guard };

    public static World World(Progress? progress = null) => new()
    {
        Now = Start,
        Spec = Spec(),
        Progress = progress ?? Progress.Initial,
        Fleet = Fleet(),
        Judgement = View(null, 0, Verdict.Insufficient),
        Probes = [.. Names(10).Select(n => Reading(n, ProbeState.Passing))],
        ProvenProbes = ProvenProbe,
    };

    /// <summary>Whatever fails on the canary alone is proven to, unless a test says otherwise.</summary>
    public static IReadOnlySet<string> ProvenProbe { get; } = new HashSet<string>([Probe], StringComparer.Ordinal);

    public static Observed<FleetState> Fleet(int nodes = 10, string revision = "v1", params (string Node, string? Revision)[] others) =>
        new Observed<FleetState>.Known(new FleetState(
            [.. Names(nodes).Select(n =>
                new ObservedNode(n, others.Any(o => o.Node == n) ? others.First(o => o.Node == n).Revision : revision, true))]));

    public static IEnumerable<string> Names(int nodes) => Enumerable.Range(1, nodes).Select(i => $"n{i}");

    public static ProbeReading Reading(string node, ProbeState state) =>
        new(Probe, node, state, DateTimeOffset.MaxValue, state == ProbeState.Failing ? "got 500" : null);

    public static Observed<JudgeView> View(string? revision, int trial, Verdict verdict, decimal tolerance = 0.05m) =>
        new Observed<JudgeView>.Known(new JudgeView
        {
            Revision = revision,
            Trial = trial,
            AsOf = DateTimeOffset.MaxValue,
            Metrics = [new MetricView { Name = Metric, Tolerance = tolerance, Assessment = Assessment(verdict) }],
        });

    public static Assessment Assessment(Verdict verdict) => verdict == Verdict.Worse
        ? new Assessment { Verdict = verdict, Effect = -0.21, Low = -0.28, High = -0.13, LogEHarm = 7.1, HarmThreshold = 4.6 }
        : new Assessment { Verdict = verdict };
}

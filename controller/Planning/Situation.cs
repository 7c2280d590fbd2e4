using Rollout.Api;

namespace Rollout.Planning;

/// <summary>A world with what rules ask of it worked out once. Immutable; nothing in it comes from anywhere else.</summary>
internal sealed class Situation
{
    public Situation(World world)
    {
        World = world;
        Evidence = new EvidenceFacts(world, world.Progress);
        Intake = Intake.Of(world, Evidence);
        Fleet = world.Fleet is Observed<FleetState>.Known { Value.Nodes.Count: > 0 } known ? new FleetFacts(known.Value, Intake.Progress)
            : null;
    }

    public World World { get; }

    public DateTimeOffset Now => World.Now;

    public StaggeredRolloutSpec Spec => World.Spec;

    /// <summary>What is recorded, with this pass' pauses and proofs noted on it.</summary>
    public Progress Recorded => Intake.Progress;

    public Intake Intake { get; }

    /// <summary>Null: the fleet cannot be seen; <see cref="FleetTrouble"/> says why.</summary>
    public FleetFacts? Fleet { get; }

    public EvidenceFacts Evidence { get; }

    public ProbeFacts Probes => field ??= new ProbeFacts(World, World.Progress);

    public string FleetTrouble => World.Fleet switch
    {
        Observed<FleetState>.Unreadable unreadable => unreadable.Reason,
        Observed<FleetState>.Known => "it has no nodes",
        _ => "it was not found",
    };

    /// <summary>The spec cannot be carried out: validation says so, or nothing in it is judged.</summary>
    public string? SpecTrouble => World.SpecProblems switch
    {
        { Count: > 0 } problems => $"{problems.Count} {(problems.Count == 1 ? "problem" : "problems")} in the spec, first {problems[0]}",
        _ when Spec.Metrics.All(m => m.Role != MetricRole.Objective) => "the spec names no objective to judge by",
        _ => null,
    };

    /// <summary>The revision that should be tried next: wanted, not running everywhere already; null when there is none.</summary>
    public string? Candidate => World.WantedRevision is { } wanted && wanted != Recorded.StableRevision ? wanted : null;

    /// <summary>Who paused, or null.</summary>
    public string? PausedByPerson => Recorded.PausedByOrder is { } pause ? pause.By ?? "a person" : Spec.Paused ? "the spec" : null;

    /// <summary>The first order of a kind for <paramref name="revision"/>; an abort that names none is for whatever there is.</summary>
    public Order? OrderFor(OrderKind kind, string? revision) => revision is null
        ? null
        : World.Orders.FirstOrDefault(o => o.Kind == kind && (o.Revision == revision || (kind == OrderKind.Abort && o.Revision is null)));
}

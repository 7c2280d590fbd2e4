using System.Text.Json.Nodes;
using Rollout.Api;
using Rollout.Planning;
using Rollout.Probes;
using Rollout.Recording;
using Rollout.Server.Judging;
using Rollout.Server.Loop;

namespace Rollout.Server.Projection;

/// <summary>Everything that a reader of a rollout may see, as of one recorded pass.</summary>
public sealed record Picture
{
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset Now { get; init; }

    public required StaggeredRolloutSpec Spec { get; init; }

    /// <summary>The spec as it was written, in the contract's shape.</summary>
    public required JsonObject SpecJson { get; init; }

    public required Progress Progress { get; init; }

    public required Observed<FleetState> Fleet { get; init; }

    /// <summary>See <see cref="World.NotYetHeld"/>.</summary>
    public string? NotYetHeld { get; init; }

    public required Observed<JudgeView> Judgement { get; init; }

    /// <summary>What the judge said last of the trial that is over; null while one is under way, or before the first.</summary>
    public JudgeView? Last { get; init; }

    /// <summary>What a start now would take; null while a trial is under way, and where nothing is known.</summary>
    public Outlook? IfStartedNow { get; init; }

    /// <summary>What people asked for last; null: nobody has.</summary>
    public WantedRevision? Wanted { get; init; }

    /// <summary>What is happening, why, and what it waits for, in sentences.</summary>
    public IReadOnlyList<string> Explanation { get; init; } = [];

    /// <summary>Node to what it earns a minute; absent: no reading.</summary>
    public required IReadOnlyDictionary<string, double> PerMinute { get; init; }

    /// <summary>Node to its expected part of the fleet, relative to the other nodes; absent: as the others.</summary>
    public required IReadOnlyDictionary<string, double> Expected { get; init; }

    /// <summary>Node to why it is left out of the comparison.</summary>
    public required IReadOnlyDictionary<string, string> Excluded { get; init; }

    public required IReadOnlyList<ProbeStanding> Probes { get; init; }

    /// <summary>Newest first.</summary>
    public required IReadOnlyList<Happening> Happenings { get; init; }

    public required IReadOnlyList<Condition> Conditions { get; init; }

    /// <summary>What is the matter besides the rollout itself.</summary>
    public IReadOnlyList<Trouble> Troubles { get; init; } = [];
}

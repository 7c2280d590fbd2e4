using System.Collections.Frozen;
using Rollout.Api;
using Rollout.Planning.Alerts;
using Rollout.Planning.Notices;

namespace Rollout.Planning;

/// <summary>
/// All that a decision may depend on. What could not be read is there as such: nothing here is null because reading failed.
/// </summary>
public sealed record World
{
    public required DateTimeOffset Now { get; init; }

    public required StaggeredRolloutSpec Spec { get; init; }

    /// <summary>What validation found; any problem stops whatever would need the spec.</summary>
    public IReadOnlyList<Problem> SpecProblems { get; init; } = [];

    /// <summary>What the last pass recorded.</summary>
    public required Progress Progress { get; init; }

    public required Observed<FleetState> Fleet { get; init; }

    /// <summary>The revision that was asked for; null: nobody has asked for one, and what is under way goes on.</summary>
    public string? WantedRevision { get; init; }

    /// <summary>Who asked for it; null where that is not known.</summary>
    public string? WantedBy { get; init; }

    /// <summary>JSON paths where the wanted revision says itself that it breaks its API.</summary>
    public ValueList<string> DeclaredBreaks { get; init; } = [];

    /// <summary>Missing: not judged yet. Unreadable: the metrics as a whole are out of reach.</summary>
    public Observed<JudgeView> Judgement { get; init; } = new Observed<JudgeView>.Missing();

    /// <summary>A probe of the spec that has no reading here is unknown, not passing.</summary>
    public IReadOnlyList<ProbeReading> Probes { get; init; } = [];

    /// <summary>
    /// Names of the probes that are proven to fail more on the canaries than on stable: their e-value has reached its part of alpha. A row of
    /// failures alone takes nothing back.
    /// </summary>
    public IReadOnlySet<string> ProvenProbes { get; init; } = FrozenSet<string>.Empty;

    /// <summary>What the canaries answer and stable never did, as far as it was seen; decides nothing: it is said.</summary>
    public IReadOnlyList<Widening> Widenings { get; init; } = [];

    /// <summary>Gates and alerts that have a say; none: none has.</summary>
    public IReadOnlyList<GateAnswer> Gates { get; init; } = [];

    /// <summary>What was heard of alerts since the last recorded pass, in the order it came.</summary>
    public IReadOnlyList<AlertNews> Alerts { get; init; } = [];

    /// <summary>Notices that reached their receivers, or never will, since the last recorded pass.</summary>
    public IReadOnlyList<NoticeReceipt> Receipts { get; init; } = [];

    /// <summary>What the wanted release says of itself; null: nothing is known of it.</summary>
    public DeclaredRelease? Release { get; init; }

    /// <summary>Orders not yet carried out, oldest first.</summary>
    public IReadOnlyList<Order> Orders { get; init; } = [];

    /// <summary>Annotations of the workload or the rollout that were not understood: they count as absent, stop nothing, and are said.</summary>
    public IReadOnlyList<Problem> AnnotationProblems { get; init; } = [];

    /// <summary>Why a revision that somebody wanted in this moment would not be held for a trial; null: it would. Decides nothing: it is said.</summary>
    public string? NotYetHeld { get; init; }
}

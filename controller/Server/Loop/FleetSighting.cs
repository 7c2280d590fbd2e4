using Rollout.Api;
using Rollout.Planning;
using Rollout.Planning.Notices;

namespace Rollout.Server.Loop;

/// <summary>What one look told a pass.</summary>
/// <param name="Fleet">The nodes.</param>
public sealed record FleetSighting(Observed<FleetState> Fleet)
{
    /// <summary>What the fleet itself asks for, as a workload's template does; null: whatever a person has asked for.</summary>
    public string? WantedRevision { get; init; }

    /// <summary>The same in full, with where the release comes from; null: as a person has asked for it.</summary>
    public AskedRelease? Asked { get; init; }

    /// <summary>What the release says of its risk; null: nothing is known of it.</summary>
    public DeclaredRelease? Declared { get; init; }

    /// <summary>What is wrong with the spec, with what it names, and with the workload.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>See <see cref="World.AnnotationProblems"/>.</summary>
    public IReadOnlyList<Problem> AnnotationProblems { get; init; } = [];

    /// <summary>What has to be open before the first canary, and to leave a stage.</summary>
    public IReadOnlyList<GateAnswer> Gates { get; init; } = [];

    /// <summary>See <see cref="World.NotYetHeld"/>.</summary>
    public string? NotYetHeld { get; init; }

    /// <summary>Something was seen that people are to read in the status, though nothing else changes.</summary>
    public bool IsUnpublished { get; init; }
}

using Rollout.Judge;
using Rollout.Planning;
using Rollout.Server.Judging;

namespace Rollout.Server.Loop;

/// <summary>A pass that is decided and not yet recorded.</summary>
/// <param name="Read">What was stored when it began.</param>
/// <param name="World">What was seen.</param>
/// <param name="Plan">What was decided.</param>
/// <param name="Trial">The judge's side after the new buckets; null while there is none.</param>
/// <param name="Steady">Since when each node has been ready.</param>
/// <param name="Screened">The new buckets of each metric, with the nodes that may be compared.</param>
public sealed record PassDraft(
    StoredRollout Read, World World, Plan Plan, Trial? Trial, SteadyNodes Steady, IReadOnlyDictionary<string, IReadOnlyList<FleetBucket>> Screened)
{
    /// <summary>See <see cref="FleetSighting.IsUnpublished"/>.</summary>
    public bool IsUnpublished { get; init; }
}

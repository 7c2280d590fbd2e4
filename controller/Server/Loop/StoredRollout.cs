using Rollout.Planning;
using Rollout.Recording;
using Rollout.Server.Judging;

namespace Rollout.Server.Loop;

/// <summary>What is stored of a rollout, as a pass reads it.</summary>
/// <param name="Version">The fence.</param>
/// <param name="Conditions">As published last.</param>
/// <param name="Steady">As written last; the loop's own is newer.</param>
public sealed record StoredRollout(
    long Version, Progress Progress, Trial? Trial, WantedRevision? Wanted, IReadOnlyList<OrderRequest> Orders, ValueList<Condition> Conditions,
    SteadyNodes Steady);

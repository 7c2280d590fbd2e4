using Rollout.Planning;
using Rollout.Probes;
using Rollout.Server.Judging;

namespace Rollout.Server.Loop;

/// <summary>A pass that was recorded.</summary>
/// <param name="World">What was seen, with the progress that was recorded.</param>
/// <param name="Record">What is stored now.</param>
/// <param name="Trial">The judge's side; null while there is none.</param>
/// <param name="Plan">What was decided.</param>
/// <param name="Probes">How every probe stood.</param>
/// <param name="Troubles">What is the matter besides.</param>
public sealed record PassResult(World World, StoredRollout Record, Trial? Trial, Plan Plan, IReadOnlyList<ProbeStanding> Probes,
    IReadOnlyList<Trouble> Troubles);

using Rollout.Planning;
using Rollout.Probes;
using Rollout.Probes.Contracts;

namespace Rollout.Server.Loop;

/// <summary>How a rollout's probes stand. They run by themselves, beside the loop.</summary>
public interface IProbeWatch
{
    /// <param name="fleet">As it was seen; a node whose revision changed begins anew.</param>
    /// <param name="progress">As it is recorded.</param>
    /// <param name="declared">The breaks that the release declares; null: none.</param>
    IReadOnlyList<ProbeStanding> Look(Observed<FleetState> fleet, Progress progress, DeclaredBreaks? declared = null);

    /// <summary>What this revision has answered and stable never did, of what was seen since stable is what it is; oldest first, bounded.</summary>
    IReadOnlyList<Widening> Widenings(string revision);
}

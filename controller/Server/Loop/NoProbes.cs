using Rollout.Planning;
using Rollout.Probes;
using Rollout.Probes.Contracts;

namespace Rollout.Server.Loop;

/// <summary>Where nothing is probed: a probe of the spec has no result then, and what waits for it waits.</summary>
public sealed class NoProbes : IProbeWatch
{
    public static NoProbes Instance { get; } = new();

    public IReadOnlyList<ProbeStanding> Look(Observed<FleetState> fleet, Progress progress, DeclaredBreaks? declared = null) => [];

    public IReadOnlyList<Widening> Widenings(string revision) => [];
}

using Rollout.Api;

namespace Rollout.Planning;

/// <summary>A stage as it is for a fleet of a certain size.</summary>
/// <param name="Index">From 0, without those that were skipped.</param>
/// <param name="Nodes">On the canary, all in all.</param>
/// <param name="FleetNodes">Nodes of the fleet.</param>
/// <param name="Spec">What was written.</param>
public sealed record EffectiveStage(int Index, int Nodes, int FleetNodes, StageSpec Spec)
{
    /// <summary>The loss of <paramref name="metric"/> to exclude before this stage is left.</summary>
    public decimal ToleranceOf(RolloutMetric metric) => StageTolerance.For(Spec, Nodes, FleetNodes, metric);
}

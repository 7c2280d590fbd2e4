using Rollout.Api;

namespace Rollout.Planning;

/// <summary>The stages of a rollout for a fleet of a certain size.</summary>
public static class Stages
{
    /// <summary>
    /// The stages that are opened, in order, strictly growing; "all" follows by itself and is not among them. A stage that does not grow
    /// is skipped, and so is one that would take every node: nothing would be left to compare with. None for a fleet of less than two.
    /// </summary>
    public static ValueList<EffectiveStage> Effective(StaggeredRolloutSpec spec, int fleetNodes)
    {
        var stages = new List<EffectiveStage>();
        foreach (var stage in spec.Stages)
        {
            var nodes = stage.Nodes.Of(fleetNodes);
            if (nodes < fleetNodes && nodes > (stages.Count == 0 ? 0 : stages[^1].Nodes))
            {
                stages.Add(new EffectiveStage(stages.Count, nodes, fleetNodes, stage));
            }
        }

        return ValueList.From(stages);
    }

    /// <summary>
    /// The stage that is open: the last one with no more nodes than are recorded, so that it stays found when spec or fleet change size
    /// in the middle; with the recorded nodes, which only opening a stage changes. Null while none is open.
    /// </summary>
    public static EffectiveStage? Current(StaggeredRolloutSpec spec, Progress progress)
    {
        if (progress.Stage is not { } open)
        {
            return null;
        }

        var stages = Effective(spec, open.FleetNodes);
        var found = stages.LastOrDefault(s => s.Nodes <= open.Nodes) ?? (stages.Count > 0 ? stages[0] : null);
        return found is null ? null : found with { Nodes = open.Nodes };
    }

    /// <summary>The stage after <paramref name="nodes"/> canaries; null: "all" is next.</summary>
    public static EffectiveStage? After(StaggeredRolloutSpec spec, int fleetNodes, int nodes) =>
        Effective(spec, fleetNodes).FirstOrDefault(s => s.Nodes > nodes);
}

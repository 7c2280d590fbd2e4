using Rollout.Planning;

namespace Rollout.Server.Loop;

/// <summary>Whether the fleet was seen at a level.</summary>
public static class LevelCheck
{
    public static bool IsAt(Effect level, Observed<FleetState> fleet) => level switch
    {
        Effect.EnsureNothing => true,
        Effect.EnsureEverywhere everywhere => All(fleet, _ => everywhere.Revision),
        Effect.EnsureCanaries canaries when fleet is Observed<FleetState>.Known { Value: { Places: not null } platform } => IsCounted(canaries, platform),
        Effect.EnsureCanaries canaries => All(fleet, node => canaries.Nodes.Contains(node) ? canaries.Revision : canaries.Stable),
        _ => throw new InvalidOperationException($"no such level: {level}"),
    };

    /// <summary>Where the platform chooses the nodes, only their number was ordered.</summary>
    private static bool IsCounted(Effect.EnsureCanaries level, FleetState fleet) =>
        fleet.Nodes.All(n => n.Ready && (n.Revision == level.Revision || n.Revision == level.Stable))
        && fleet.Nodes.Count(n => n.Revision == level.Revision) == level.Nodes.Count;

    private static bool All(Observed<FleetState> fleet, Func<string, string> wanted) =>
        fleet is Observed<FleetState>.Known known && known.Value.Nodes.All(n => n.Ready && n.Revision == wanted(n.Name));
}

using Rollout.Api;

namespace Rollout.Planning;

/// <summary>Which nodes of a fleet become canaries, where the platform leaves that choice to us.</summary>
public static class CanaryChoice
{
    /// <summary>
    /// Where the platform chooses, its first <paramref name="count"/> places. Else <paramref name="count"/> names: those that are canaries
    /// already, in their order, then those that got <paramref name="revision"/> by themselves, then the others that fit the stage's
    /// nodeSelector in the fleet's order, ready ones first. Fewer when the fleet has fewer.
    /// </summary>
    public static ValueList<string> Choose(
        FleetState fleet, ValueList<string> canaries, int count, StageSpec? stage = null, string? revision = null)
    {
        if (fleet.Places is { } places)
        {
            return ValueList.From(places.Names.Take(count));
        }

        bool Came(ObservedNode node) => fleet.SpreadsByItself && revision is not null && node.Revision == revision;
        var present = fleet.Nodes.Select(n => n.Name).ToHashSet(StringComparer.Ordinal);
        var kept = canaries.Where(present.Contains);
        var others = fleet.Nodes.Where(n => !canaries.Contains(n.Name) && (Came(n) || Fits(n, stage)))
            .OrderByDescending(Came).ThenByDescending(n => n.Ready).Select(n => n.Name);
        return ValueList.From(kept.Concat(others).Take(count));
    }

    private static bool Fits(ObservedNode node, StageSpec? stage) =>
        stage is null || node.Labels is not { } labels
        || stage.NodeSelector.All(s => labels.TryGetValue(s.Key, out var value) && value == s.Value);
}

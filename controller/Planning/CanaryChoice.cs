namespace Rollout.Planning;

/// <summary>Which nodes of a fleet become canaries, where the platform leaves that choice to us.</summary>
public static class CanaryChoice
{
    /// <summary>
    /// Where the platform chooses, its first <paramref name="count"/> places. Else <paramref name="count"/> names: those that are canaries already, in their order, then the others in the fleet's order, ready ones
    /// first.
    /// Fewer when the fleet has fewer.
    /// </summary>
    public static ValueList<string> Choose(FleetState fleet, ValueList<string> canaries, int count)
    {
        if (fleet.Places is { } places)
        {
            return ValueList.From(places.Names.Take(count));
        }

        var present = fleet.Nodes.Select(n => n.Name).ToHashSet(StringComparer.Ordinal);
        var kept = canaries.Where(present.Contains);
        var others = fleet.Nodes.Where(n => !canaries.Contains(n.Name)).OrderByDescending(n => n.Ready).Select(n => n.Name);
        return ValueList.From(kept.Concat(others).Take(count));
    }
}

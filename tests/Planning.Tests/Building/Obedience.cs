namespace Rollout.Planning.Tests.Building;

/// <summary>The fleet as it is when every effect was carried out.</summary>
internal static class Obedience
{
    public static FleetState After(FleetState fleet, IEnumerable<Effect> effects) => effects.Aggregate(fleet, After);

    private static FleetState After(FleetState fleet, Effect effect) => effect switch
    {
        Effect.EnsureEverywhere e => Set(fleet, _ => e.Revision),
        Effect.EnsureCanaries e => Set(fleet, n => e.Nodes.Contains(n.Name) ? e.Revision : e.Stable),
        _ => fleet,
    };

    private static FleetState Set(FleetState fleet, Func<ObservedNode, string> revision) =>
        new([.. fleet.Nodes.Select(n => n with { Revision = revision(n), Ready = true, Trouble = null })]);
}

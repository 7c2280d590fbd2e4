using System.Text.Json.Nodes;
using Rollout.Planning;

namespace Rollout.Server.Projection;

/// <summary>The nodes and what each earns, beside what it was expected to. No reading is null, never zero.</summary>
internal static class NodeProjection
{
    public static JsonArray Of(Picture picture) => picture.Fleet is Observed<FleetState>.Known fleet
        ? StatusProjection.Array(fleet.Value.Nodes, node => Node(picture, fleet.Value, node))
        : [];

    private static JsonObject Node(Picture picture, FleetState fleet, ObservedNode node) => new()
    {
        ["name"] = node.Name,
        ["role"] = picture.Progress.CanaryNodes.Contains(node.Name) ? "Canary" : "Stable",
        ["revision"] = node.Revision,
        ["ready"] = node.Ready,
        ["trouble"] = node.Trouble,
        ["perMinute"] = Figures.Text(picture.PerMinute.TryGetValue(node.Name, out var rate) ? rate : null, 2),
        ["expectedPerMinute"] = Figures.Text(Expected(picture, fleet, node), 2),
        ["excluded"] = picture.Excluded.GetValueOrDefault(node.Name),
    };

    /// <summary>
    /// Its expected share of what the stable nodes earn now: the canaries are left out of the sum, so that a canary that loses money
    /// does not lower its own mark.
    /// </summary>
    private static double? Expected(Picture picture, FleetState fleet, ObservedNode node)
    {
        double Weight(string name) => picture.Expected.GetValueOrDefault(name, 1);
        var controls = fleet.Nodes
            .Where(n => !picture.Progress.CanaryNodes.Contains(n.Name) && picture.PerMinute.ContainsKey(n.Name) && !picture.Excluded.ContainsKey(n.Name))
            .Select(n => n.Name).ToList();
        var weight = controls.Sum(Weight);
        return weight > 0 ? controls.Sum(n => picture.PerMinute[n]) * Weight(node.Name) / weight : null;
    }
}

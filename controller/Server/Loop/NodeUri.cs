using Rollout.Fleets.Hosts;

namespace Rollout.Server.Loop;

/// <summary>Where a host is asked for its metrics and probed.</summary>
internal static class NodeUri
{
    public static Uri Of(FleetNode node) => new UriBuilder("http", node.Address.Host, node.Address.Port ?? 80).Uri;
}

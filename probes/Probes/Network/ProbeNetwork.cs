using System.Net;

namespace Rollout.Probes.Network;

/// <summary>How probes reach the world: what whoever runs them allows.</summary>
public sealed record ProbeNetwork
{
    public AddressPolicy Policy { get; init; } = AddressPolicy.Default;

    /// <summary>Names to addresses; the system's unless told.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>
    /// Null: none, whatever the environment says. With a proxy the policy is applied to the proxy, and to targets given as addresses:
    /// names are resolved by the proxy.
    /// </summary>
    public IWebProxy? Proxy { get; init; }

    /// <summary>Whether steps may run commands on this machine.</summary>
    public bool AllowExec { get; init; }
}

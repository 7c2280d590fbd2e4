using System.Net;
using System.Net.Sockets;
using Rollout.Api;

namespace Rollout.Probes.Targets;

/// <summary>Every address that a service's name stands for is a node: a headless Service, a round robin of hosts.</summary>
public sealed class ResolvedNodes(Func<string, CancellationToken, Task<IPAddress[]>> resolve) : INodeSource
{
    /// <summary>More are left out.</summary>
    public const int Most = 5000;

    public async ValueTask<IReadOnlyList<ProbedNode>?> NodesAsync(ProbeTarget target, string? space, CancellationToken cancellationToken)
    {
        try
        {
            var name = space is null || target.Service!.Contains('.', StringComparison.Ordinal) ? target.Service! : $"{target.Service}.{space}";
            var addresses = await resolve(name, cancellationToken).ConfigureAwait(false);
            return [.. addresses.Select(a => a.ToString()).Order(StringComparer.Ordinal).Take(Most).Select(a => new ProbedNode(a, a, null))];
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.HostNotFound)
        {
            return [];
        }
        catch (SocketException)
        {
            return null;
        }
    }
}

using Rollout.Api;
using Rollout.Probes.Targets;
using Rollout.Server.Probing;

namespace Rollout.Server.Operator.Monitoring;

/// <summary>The nodes of a Service, as its endpoints would be: its pods, at the port of theirs that its own port leads to. Pure.</summary>
public static class ServiceNodes
{
    /// <summary>More are left out.</summary>
    public const int Most = ResolvedNodes.Most;

    /// <summary>
    /// The Service's port that a target means; null with null: the target names a port that is not the Service's, and the pods are asked at that
    /// very port. Null with a sentence: it cannot be told.
    /// </summary>
    public static (ServicePort? Port, string? Why) PortOf(ServiceSnapshot service, ProbeTarget target)
    {
        if (target.Port is { } wanted)
        {
            return (service.Ports.FirstOrDefault(p => p.Port == wanted), null);
        }

        var usual = target.Scheme == Uri.UriSchemeHttps ? 443 : 80;
        var port = service.Ports.Count == 1 ? service.Ports[0] : service.Ports.FirstOrDefault(p => p.Port == usual) ?? service.Ports.FirstOrDefault(p => p.Name == target.Scheme);
        return port is not null ? (port, null) : (null, service.Ports.Count == 0 ? $"the Service {target.Service} has no TCP port: write spec.target.port"
            : $"the Service {target.Service} has the ports {string.Join(", ", service.Ports)}: write one in spec.target.port");
    }

    /// <summary>With a sentence where there can be none; null where nobody can tell just now.</summary>
    public static (IReadOnlyList<ProbedNode>? Nodes, string? Why) Of(ServiceLook look, ProbeTarget target)
    {
        switch (look)
        {
            case ServiceLook.Seen { Service.Selector: null }:
                return ([], $"the Service {target.Service} selects no pods, so no node of it can be asked directly: write spec.target.nodes: Service, or a url");
            case ServiceLook.Seen seen:
                var (port, why) = PortOf(seen.Service, target);
                return why is not null ? ([], why) : ([.. seen.Pods.Where(p => Leads(seen.Service, p)).OrderBy(p => p.Name, StringComparer.Ordinal).Take(Most)
                    .Select(p => new ProbedNode(p.Name, p.Address!, port is null ? target.Port : port.On(p))).Where(n => n.Port is not null)], null);
            case ServiceLook.Missing:
                return ([], $"there is no Service {target.Service} in the namespace: create it, or mend spec.target.service");
            case ServiceLook.Unreadable unreadable:
                return (null, unreadable.Why);
            default:
                throw new InvalidOperationException("a look has no fourth outcome");
        }
    }

    /// <summary>
    /// The port at which a pod of a rollout's workload is asked. Null: not to be told (yet). What is no port of the Service, or has no Service, is
    /// the port of the pods themselves.
    /// </summary>
    /// <param name="look">Null: nobody has looked yet.</param>
    /// <param name="target">Names the Service.</param>
    /// <param name="pod">The pod's name.</param>
    public static PodPort? On(ServiceLook? look, ProbeTarget target, string pod) => look switch
    {
        null => null,
        ServiceLook.Seen seen when PortOf(seen.Service, target).Port is { } port =>
            port.On(seen.Pods.FirstOrDefault(p => p.Name == pod)) is { } number ? new PodPort(number) : null,
        _ => new PodPort(target.Port),
    };

    private static bool Leads(ServiceSnapshot service, EndpointPod pod) => pod is { Address: not null, IsLeaving: false } && (pod.IsReady || service.PublishesNotReady);
}

using Rollout.Api;
using Rollout.Probes.Schedule;

namespace Rollout.Probes.Targets;

/// <summary>From probes and nodes to what is to be run where.</summary>
public static class Assigning
{
    /// <summary>Of a probe that asks no single node.</summary>
    public const string Whole = "service";

    /// <summary>The assignments of all probes now. Where nodes cannot be told, those of before go on.</summary>
    /// <param name="probes">Each with a target.</param>
    /// <param name="nodes">Who knows the nodes of services.</param>
    /// <param name="before">What was assigned until now.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public static async ValueTask<IReadOnlyList<ProbeAssignment>> NowAsync(
        IReadOnlyList<AcceptanceProbe> probes, INodeSource nodes, IReadOnlyList<ProbeAssignment> before, CancellationToken cancellationToken)
    {
        var all = new List<ProbeAssignment>();
        foreach (var probe in probes.Where(p => p.Spec.Target is not null))
        {
            var found = AsksEach(probe.Spec.Target) ? await nodes.NodesAsync(probe.Spec.Target!, probe.Namespace, cancellationToken).ConfigureAwait(false) : null;
            all.AddRange(Of(probe, probe.Spec.Target!, found, before));
        }

        return all;
    }

    /// <summary>The assignments of one probe. Pure.</summary>
    /// <param name="probe">Its namespace is where a service is looked for.</param>
    /// <param name="target">Where it runs.</param>
    /// <param name="nodes">Each is asked where the target says so; null: not to be told now, and those of before go on.</param>
    /// <param name="before">What was assigned until now.</param>
    public static IEnumerable<ProbeAssignment> Of(
        AcceptanceProbe probe, ProbeTarget target, IReadOnlyList<ProbedNode>? nodes, IReadOnlyList<ProbeAssignment> before) =>
        Address(target, probe.Namespace) is { } address ? [new(probe.Name, Whole, probe.Spec, address)]
        : nodes is null ? before.Where(a => a.Probe == probe.Name && a.Node != Whole).Select(a => a with { Spec = probe.Spec })
        : nodes.Select(n => new ProbeAssignment(probe.Name, n.Name, probe.Spec, Address(target.Scheme, n.Host, n.Port ?? target.Port)));

    private static bool AsksEach(ProbeTarget? target) => target is { Url: null, Service: not null, Nodes: ProbedNodes.Each };

    /// <summary>Where a probe runs that asks no single node; null for one that asks each.</summary>
    public static Uri? Address(ProbeTarget? target, string? space) => target switch
    {
        { Url: { } url } => url,
        { Service: { } service, Nodes: ProbedNodes.Service } =>
            Address(target.Scheme, space is null || service.Contains('.', StringComparison.Ordinal) ? service : $"{service}.{space}", target.Port),
        _ => null,
    };

    private static Uri Address(string scheme, string host, int? port) => new UriBuilder(scheme, host, port ?? -1).Uri;
}

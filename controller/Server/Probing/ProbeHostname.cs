using Rollout.Api;
using Rollout.Probes.Steps.Http;

namespace Rollout.Server.Probing;

/// <summary>The parameter <c>hostname</c> of the blackbox exporter's protocol: the site that is asked for at a target given by its address. Pure.</summary>
internal static class ProbeHostname
{
    /// <summary>
    /// Why this name cannot be asked for here; null where it can. Of a module that says another Host itself with the exporter's own words.
    /// </summary>
    /// <param name="spec">The module.</param>
    /// <param name="hostname">As it was asked for.</param>
    /// <param name="target">Where it runs.</param>
    public static string? Refusal(AcceptanceProbeSpec spec, string hostname, Uri target)
    {
        foreach (var http in spec.Steps.Select(s => s.Http).OfType<HttpStep>())
        {
            if (HostHeader.Of(http.Headers) is { } own && own != hostname)
            {
                return $"host header defined both in module configuration ({own}) and with URL-parameter 'hostname' ({hostname})";
            }
        }

        return HostHeader.Fault(hostname) is { } fault ? $"the parameter hostname: {fault}; {HostHeader.Mend}"
            : spec.CustomerSecret is not null && spec.Steps.Any(s => IsAnotherSite(s, hostname, target))
                ? "this module logs in as a test customer, and that only at its own site: leave out the parameter hostname"
                : null;
    }

    /// <summary>The module with the name: the Host of its HTTP steps, and the name that its other steps ask for in TLS where they say none.</summary>
    public static AcceptanceProbeSpec Applied(AcceptanceProbeSpec spec, string hostname)
    {
        var server = HostHeader.ServerName(hostname);
        return spec with { Steps = [.. spec.Steps.Select(s => Applied(s, hostname, server))] };
    }

    private static ProbeStep Applied(ProbeStep step, string hostname, string server) => step switch
    {
        { Http: { } http } => step with
        {
            Http = http with
            {
                Headers = new Dictionary<string, string>(http.Headers.Where(h => !IsHost(h.Key)), StringComparer.OrdinalIgnoreCase) { [HostHeader.Name] = hostname },
            },
        },
        { Tcp: { } tcp } => step with
        {
            Tcp = tcp with { Tls = Named(tcp.Tls, server), Talk = [.. tcp.Talk.Select(t => t with { StartTls = Named(t.StartTls, server) })] },
        },
        { Tls: { } tls } => step with { Tls = tls with { Settings = Named(tls.Settings, server)! } },
        { Grpc: { } grpc } => step with { Grpc = grpc with { Tls = Named(grpc.Tls, server) } },
        _ => step,
    };

    private static TlsSettings? Named(TlsSettings? settings, string server) =>
        settings is { ServerName: null } ? settings with { ServerName = server } : settings;

    /// <summary>
    /// What a customer sends goes to the site that the module means, and to no other that the same server has: only a name that changes nothing.
    /// </summary>
    private static bool IsAnotherSite(ProbeStep step, string hostname, Uri target)
    {
        var otherName = !HostHeader.ServerName(hostname).Equals(target.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase);
        return step switch
        {
            { Http: { } http } => HostHeader.Of(http.Headers) is null && !hostname.Equals(target.Authority, StringComparison.OrdinalIgnoreCase),
            { Tcp: { } tcp } => otherName && tcp.Talk.Select(t => t.StartTls).Append(tcp.Tls).Any(t => t is { ServerName: null }),
            { Tls.Settings.ServerName: null } or { Grpc.Tls.ServerName: null } => otherName,
            _ => false,
        };
    }

    private static bool IsHost(string header) => header.Equals(HostHeader.Name, StringComparison.OrdinalIgnoreCase);
}

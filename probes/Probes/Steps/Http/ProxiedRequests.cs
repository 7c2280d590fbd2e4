using Rollout.Probes.Network;

namespace Rollout.Probes.Steps.Http;

/// <summary>What is judged of a request before a proxy has it: the connection to the proxy says nothing of the target.</summary>
internal sealed class ProxiedRequests(HttpMessageHandler inner, ProbeNetwork network) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        if (network.Policy.RefusalOf(address.Host) is { } refusal)
        {
            throw new HttpRequestException(refusal, new AddressRefusedException(refusal, address.Host));
        }

        // Without TLS a proxy puts the host of the whole address that it is asked for in the place of the Host that came (RFC 9112 section 3.2.2): another
        // site would be probed than the step means.
        if (address.Scheme == Uri.UriSchemeHttp && request.Headers.Host is { } host && !host.Equals(address.Authority, StringComparison.OrdinalIgnoreCase))
        {
            throw new ProbeTroubleException(
                $"{address.Authority} cannot be asked for the site {host} through a proxy, which puts {address.Authority} in its place; ask over https, or make the site's name the target");
        }

        return base.SendAsync(request, cancellationToken);
    }
}

using System.Net;
using Rollout.Probes.Network;

namespace Rollout.Probes.Steps.Http;

/// <summary>What is judged of a request before a proxy has it: the connection to the proxy says nothing of the target.</summary>
internal sealed class ProxiedRequests(HttpMessageHandler inner, ProbeNetwork network) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
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

        var answer = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (answer.StatusCode == HttpStatusCode.ProxyAuthenticationRequired)
        {
            // It says nothing of the target, which was not asked.
            answer.Dispose();
            throw new ProbeTroubleException("the proxy wants to know who asks (status 407): write http://USER:PASSWORD@HOST:PORT, or other ones");
        }

        return answer;
    }
}

using System.Net;

namespace Rollout.Probes.Network;

/// <summary>A proxy for requests without TLS alone: to the others leads a <see cref="ProxyTunnel"/>.</summary>
internal sealed class PlainProxy(IWebProxy inner) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => inner.Credentials;
        set => inner.Credentials = value;
    }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : inner.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.Scheme != Uri.UriSchemeHttp || inner.IsBypassed(host);
}

using System.Net.Security;
using Rollout.Api;
using Rollout.Probes.Network;

namespace Rollout.Probes.Steps.Http;

/// <summary>
/// The HTTP connections of one run: kept between its steps, as a customer's are, and never shared with another run. Every connection is
/// made through the run's connector, so that each address is judged, redirects and repeats too.
/// </summary>
internal sealed class HttpConnections(ProbeRun run) : IDisposable
{
    private static readonly TlsSettings Usual = new();
    private readonly List<(string? Version, TlsSettings? Tls, HttpMessageInvoker Http)> made = [];

    /// <param name="version">Of HTTP; null: as agreed on.</param>
    /// <param name="tls">How the server is verified; null: as usual.</param>
    /// <param name="host">The request's Host; null: the target's. Where the settings name no server it is the name that TLS asks for, and a
    /// connection made for one name is never used for another.</param>
    public HttpMessageInvoker Of(string? version, TlsSettings? tls, string? host = null)
    {
        if (host is not null && tls?.ServerName is null)
        {
            tls = (tls ?? Usual) with { ServerName = HostHeader.ServerName(host) };
        }

        foreach (var (knownVersion, knownTls, http) in made)
        {
            if (knownVersion == version && knownTls == tls)
            {
                return http;
            }
        }

        var invoker = new HttpMessageInvoker(Create(version, tls ?? Usual));
        made.Add((version, tls, invoker));
        return invoker;
    }

    public void Dispose()
    {
        foreach (var (_, _, http) in made)
        {
            http.Dispose();
        }
    }

    private HttpMessageHandler Create(string? version, TlsSettings tls)
    {
        var proxy = run.Network.Proxy;
        List<SslApplicationProtocol> protocols = version switch
        {
            "1.1" => [SslApplicationProtocol.Http11],
            "2" => [SslApplicationProtocol.Http2],
            _ => [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        };
        var handler = new SocketsHttpHandler
        {
            UseProxy = proxy is not null,
            Proxy = proxy is null ? null : new PlainProxy(proxy),
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = System.Net.DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            ConnectTimeout = Timeout.InfiniteTimeSpan,
            MaxResponseDrainSize = 16 * 1024,
            ResponseDrainTimeout = TimeSpan.FromSeconds(1),
            MaxResponseHeadersLength = 64,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            ConnectCallback = async (context, cancellationToken) =>
            {
                var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
                var asked = context.InitialRequestMessage.RequestUri!;
                var secure = asked.Scheme == Uri.UriSchemeHttps;
                var stream = secure && proxy?.IsBypassed(asked) == false && proxy.GetProxy(asked) is { } first
                    ? await ProxyTunnel.OpenAsync(first, ProxyAddress.Authorization(proxy, first), host, port, run.Connector, run.Clock, cancellationToken).ConfigureAwait(false)
                    : await run.Connector.ConnectAsync(host, port, run.Clock, cancellationToken).ConfigureAwait(false);
                return secure ? await TlsHandshake.SecureAsync(stream, host, tls, protocols, run.Clock, cancellationToken).ConfigureAwait(false)
                    : proxy is null ? stream : new PooledStream(stream);
            },
        };
        return proxy is null ? handler : new ProxiedRequests(handler, run.Network);
    }
}

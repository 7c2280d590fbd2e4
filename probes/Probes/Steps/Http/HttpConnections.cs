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

    private SocketsHttpHandler Create(string? version, TlsSettings tls)
    {
        List<SslApplicationProtocol> protocols = version switch
        {
            "1.1" => [SslApplicationProtocol.Http11],
            "2" => [SslApplicationProtocol.Http2],
            _ => [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        };
        var handler = new SocketsHttpHandler
        {
            UseProxy = run.Network.Proxy is not null,
            Proxy = run.Network.Proxy,
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
                var stream = new OwnedStream(await run.Connector.ConnectAsync(host, port, run.Clock, cancellationToken).ConfigureAwait(false));

                // Behind a proxy the handler itself speaks TLS, to the target through the tunnel.
                return run.Network.Proxy is not null ? new PooledStream(stream)
                    : context.InitialRequestMessage.RequestUri!.Scheme == Uri.UriSchemeHttps
                    ? await TlsHandshake.SecureAsync(stream, host, tls, protocols, run.Clock, cancellationToken).ConfigureAwait(false)
                    : stream;
            },
        };
        if (run.Network.Proxy is not null)
        {
            handler.SslOptions = TlsHandshake.Options(tls);
        }

        return handler;
    }
}

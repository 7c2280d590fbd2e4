using System.Net;
using Rollout.Probes.Network;

namespace Rollout.Server.Notices;

/// <summary>
/// HTTP to receivers. As with probes, the address that a name stands for is judged before it is connected to: a rollout's owner cannot
/// make the controller speak to metadata services. No proxy, no redirects (they would carry the credentials along), no cookies, and of an
/// answer no more is read than is asked for.
/// </summary>
public static class NoticeHttp
{
    /// <param name="network">Which addresses may be spoken to.</param>
    /// <param name="time">The clock.</param>
    public static HttpMessageInvoker Create(ProbeNetwork network, TimeProvider time)
    {
        var connector = new ProbeConnector(network, time);
        return new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseDrainSize = 0,
            ResponseDrainTimeout = TimeSpan.Zero,
            MaxResponseHeadersLength = 64,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectCallback = (context, cancellationToken) =>
                connector.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, new PhaseClock(time), cancellationToken),
        });
    }
}

using System.Globalization;
using System.Text;
using Rollout.Api;

namespace Rollout.Probes.Network;

/// <summary>
/// The way through a forward proxy to a server that TLS is spoken with (RFC 9110 section 9.3.6). The handshake within it is our own, as without a proxy:
/// the server name that a step says is asked for, and what the certificate shows is noted.
/// </summary>
internal static class ProxyTunnel
{
    private const int LongestHead = 16 * 1024;

    /// <param name="proxy">Where the proxy is.</param>
    /// <param name="authorization">Who we are to it; null: nobody.</param>
    /// <param name="host">The server's.</param>
    /// <param name="port">The server's.</param>
    /// <param name="connector">For the connection to the proxy.</param>
    /// <param name="clock">Of the step.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ProbeTroubleException">The proxy wants or forbids something.</exception>
    /// <exception cref="TunnelRefusedException">It cannot reach the server, or does not speak HTTP.</exception>
    public static async ValueTask<Stream> OpenAsync(
        Uri proxy, string? authorization, string host, int port, ProbeConnector connector, PhaseClock clock, CancellationToken cancellationToken)
    {
        var stream = await connector.ConnectAsync(proxy.Host, proxy.Port, clock, cancellationToken).ConfigureAwait(false);
        try
        {
            if (proxy.Scheme == Uri.UriSchemeHttps)
            {
                stream = await TlsHandshake.SecureAsync(stream, proxy.Host, new TlsSettings(), [], clock, cancellationToken).ConfigureAwait(false);
            }

            var server = string.Create(CultureInfo.InvariantCulture, $"{(host.Contains(':', StringComparison.Ordinal) ? $"[{host.Trim('[', ']')}]" : host)}:{port}");
            var who = authorization is null ? "" : $"Proxy-Authorization: {authorization}\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"CONNECT {server} HTTP/1.1\r\nHost: {server}\r\nUser-Agent: rollout-probe\r\n{who}\r\n"), cancellationToken).ConfigureAwait(false);
            return await StatusAsync(stream, cancellationToken).ConfigureAwait(false) switch
            {
                >= 200 and < 300 => stream,
                null => throw new TunnelRefusedException("the proxy's answer is not HTTP"),
                >= 500 and var status => throw new TunnelRefusedException($"the proxy does not reach {server}: status {status}"),
                var status => throw new ProbeTroubleException($"the proxy opens no tunnel to {server}: status {status}"),
            };
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Of the answer, which is read to its empty line and no further: what follows belongs to the tunnel. Null where it is none.</summary>
    private static async ValueTask<int?> StatusAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new byte[LongestHead];
        for (var read = 0; read < head.Length && await stream.ReadAsync(head.AsMemory(read, 1), cancellationToken).ConfigureAwait(false) == 1;)
        {
            if (head.AsSpan(0, ++read).EndsWith("\r\n\r\n"u8))
            {
                var first = Encoding.Latin1.GetString(head, 0, read).Split(' ', '\r');
                return first[0].StartsWith("HTTP/1.", StringComparison.Ordinal) && int.TryParse(first[1], NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : null;
            }
        }

        return null;
    }
}

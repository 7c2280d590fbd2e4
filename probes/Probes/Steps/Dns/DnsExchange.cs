using System.Buffers.Binary;
using System.Net.Sockets;

namespace Rollout.Probes.Steps.Dns;

/// <summary>Asks a name server, over UDP or TCP.</summary>
internal static class DnsExchange
{
    /// <summary>A datagram may be this long; without an extension servers keep to 512.</summary>
    private const int LongestDatagram = 4096;

    /// <summary>Null where what came is no DNS.</summary>
    public static async ValueTask<DnsAnswer?> OverUdpAsync(byte[] question, string host, int port, ProbeRun run, CancellationToken cancellationToken)
    {
        var addresses = await run.Connector.AllowedAsync(host, run.Clock, cancellationToken).ConfigureAwait(false);
        using var socket = new Socket(addresses[0].AddressFamily, SocketType.Dgram, ProtocolType.Udp);

        // Connected, so that datagrams from elsewhere do not come through.
        await socket.ConnectAsync(addresses[0], port, cancellationToken).ConfigureAwait(false);
        run.Clock.Address = addresses[0];
        var since = run.Clock.Now;
        await socket.SendAsync(question, cancellationToken).ConfigureAwait(false);
        var buffer = new byte[LongestDatagram];
        while (true)
        {
            var length = await socket.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (DnsMessage.Answers(question, buffer.AsSpan(0, length)))
            {
                run.Clock.Answered(since, run.Clock.Connecting);
                return DnsMessage.Read(buffer.AsSpan(0, length));
            }
        }
    }

    /// <summary>Null where what came is no DNS, or no answer to this question.</summary>
    public static async ValueTask<DnsAnswer?> OverTcpAsync(byte[] question, string host, int port, ProbeRun run, CancellationToken cancellationToken)
    {
        await using var stream = await run.Connector.ConnectAsync(host, port, run.Clock, cancellationToken).ConfigureAwait(false);
        var framed = new byte[question.Length + 2];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)question.Length);
        question.CopyTo(framed, 2);
        var since = run.Clock.Now;
        await stream.WriteAsync(framed, cancellationToken).ConfigureAwait(false);
        var length = new byte[2];
        await stream.ReadExactlyAsync(length, cancellationToken).ConfigureAwait(false);
        run.Clock.Answered(since, run.Clock.Connecting);
        var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        since = run.Clock.Now;
        await stream.ReadExactlyAsync(message, cancellationToken).ConfigureAwait(false);
        run.Clock.Transferred(since);
        return DnsMessage.Answers(question, message) ? DnsMessage.Read(message) : null;
    }
}

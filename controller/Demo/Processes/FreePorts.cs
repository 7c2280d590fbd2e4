using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Rollout.Demo.Processes;

/// <summary>Ports on loopback that nobody listens on.</summary>
public static class FreePorts
{
    private const int LowestPort = 20_000;

    /// <summary>
    /// So many free ports, all different. Below the range from which the system takes the ports of outgoing connections: a shop that is
    /// replaced gives its port up for a second, and one of a hundred connections a second must not take it meanwhile.
    /// </summary>
    public static IReadOnlyList<int> Find(int many)
    {
        var held = new List<Socket>();
        try
        {
            var candidates = Candidates(OutgoingFrom()).Concat(Enumerable.Repeat(0, many));
            foreach (var port in candidates.TakeWhile(_ => held.Count < many))
            {
                if (Bound(port) is { } socket)
                {
                    held.Add(socket);
                }
            }

            return [.. held.Select(s => ((IPEndPoint)s.LocalEndPoint!).Port)];
        }
        finally
        {
            held.ForEach(s => s.Dispose());
        }
    }

    /// <summary>True if an address can be listened on now.</summary>
    public static bool IsFree(IPEndPoint address)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // As Kestrel binds: a port whose last connections are still in TIME_WAIT is free, one that is listened on is not.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(address);
            socket.Listen(1);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Ports to try, from a random one on; none where the system's range leaves no room below it.</summary>
    private static IEnumerable<int> Candidates(int outgoingFrom)
    {
        var room = outgoingFrom - LowestPort;
        if (room < 1000)
        {
            return [];
        }

        var first = RandomNumberGenerator.GetInt32(room);
        return Enumerable.Range(0, room).Select(i => LowestPort + (first + i) % room);
    }

    /// <summary>The lowest port of outgoing connections (Linux: ip-sysctl, ip_local_port_range); 0 where that is not known.</summary>
    private static int OutgoingFrom()
    {
        try
        {
            var range = File.ReadAllText("/proc/sys/net/ipv4/ip_local_port_range");
            return int.Parse(range.AsSpan(0, range.IndexOf('\t', StringComparison.Ordinal)), CultureInfo.InvariantCulture);
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            return 0;
        }
    }

    private static Socket? Bound(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }
}

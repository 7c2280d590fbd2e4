using System.Net;
using System.Net.Sockets;

namespace Rollout.Demo.Processes;

/// <summary>Ports on loopback that nobody listens on.</summary>
public static class FreePorts
{
    /// <summary>So many free ports, all different: each is held until the last one is found.</summary>
    public static IReadOnlyList<int> Find(int many)
    {
        var held = new List<Socket>();
        try
        {
            for (var i = 0; i < many; i++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                held.Add(socket);
                socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
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
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Rollout.Support.Serving;

/// <summary>
/// A forward proxy as RFC 9112 wants one: tunnels for CONNECT, and of a request for a whole address (section 3.2.2) it puts the address's own host in the
/// place of the Host that came. Every name is this machine.
/// </summary>
public sealed class ForwardProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<string> asked = new();
    private readonly Task accepting;

    public ForwardProxy()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>What must stand under Proxy-Authorization; whoever says something else is told 407. Null: nothing must.</summary>
    public string? Wanted { get; init; }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    /// <summary>The first lines of all requests, in their order: <c>CONNECT shop.example:443</c>, <c>GET http://shop.example/</c>; with the Host that came.</summary>
    public IReadOnlyList<string> Asked => [.. asked];

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await listener.AcceptTcpClientAsync(stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var origin = new TcpClient())
        {
            try
            {
                var head = await HeadAsync(client.GetStream());
                var first = head[0].Split(' ');
                asked.Enqueue($"{first[0]} {first[1]} Host {Header(head, "Host") ?? "none"}");
                if (Wanted is not null && Header(head, "Proxy-Authorization") != Wanted)
                {
                    await client.GetStream().WriteAsync("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), stop.Token);
                    return;
                }

                var tunnel = first[0] == "CONNECT";
                var address = new Uri(tunnel ? "tcp://" + first[1] : first[1]);
                await origin.ConnectAsync(IPAddress.Loopback, address.Port, stop.Token);
                if (tunnel)
                {
                    await client.GetStream().WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), stop.Token);
                }
                else
                {
                    var rest = head.Skip(1).Where(line => !line.StartsWith("Host:", StringComparison.OrdinalIgnoreCase));
                    var lines = string.Join("\r\n", [$"{first[0]} {address.PathAndQuery} {first[2]}", $"Host: {address.Authority}", "Connection: close", .. rest, "", ""]);
                    await origin.GetStream().WriteAsync(Encoding.ASCII.GetBytes(lines), stop.Token);
                }

                // Whichever ends first ends the other.
                await Task.WhenAny(client.GetStream().CopyToAsync(origin.GetStream(), stop.Token), origin.GetStream().CopyToAsync(client.GetStream(), stop.Token));
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // Whoever asked had enough.
            }
        }
    }

    private static string? Header(IEnumerable<string> head, string name) =>
        head.FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

    /// <summary>Up to the empty line, byte by byte: what follows belongs to the tunnel.</summary>
    private async Task<string[]> HeadAsync(NetworkStream stream)
    {
        var (head, one) = (new StringBuilder(), new byte[1]);
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (head.Length > 16 * 1024 || await stream.ReadAsync(one, stop.Token) == 0)
            {
                throw new IOException("no request");
            }

            head.Append((char)one[0]);
        }

        return head.ToString().TrimEnd().Split("\r\n");
    }
}

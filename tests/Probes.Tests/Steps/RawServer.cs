using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Rollout.Probes.Tests.Steps;

/// <summary>A TCP server that says exactly what it is told to every connection, once it heard something: answers that no real server gives.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task accepting;

    public RawServer(Func<NetworkStream, CancellationToken, Task> answer)
    {
        listener.Start();
        accepting = AcceptAsync(answer);
    }

    public RawServer(string answer)
        : this((stream, cancellation) => stream.WriteAsync(Encoding.Latin1.GetBytes(answer), cancellation).AsTask())
    {
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    public int Connections { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync(Func<NetworkStream, CancellationToken, Task> answer)
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                Connections++;
                serving.Add(ServeAsync(client, answer));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client, Func<NetworkStream, CancellationToken, Task> answer)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                _ = await stream.ReadAsync(new byte[4096], stop.Token);
                await answer(stream, stop.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The prober had enough.
            }
        }
    }
}

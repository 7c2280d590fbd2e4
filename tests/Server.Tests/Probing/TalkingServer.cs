using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Rollout.Server.Tests.Probing;

/// <summary>A server that holds every conversation as it is told: it says its lines and waits for the other's, and hangs up where one is not as it should be.</summary>
internal sealed class TalkingServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task accepting;

    /// <param name="certificate">To speak TLS from the start; null: without.</param>
    /// <param name="script">Its own lines as <c>say ...</c>; <c>hear ...</c> for one that must begin so.</param>
    public TalkingServer(X509Certificate2? certificate, params string[] script)
    {
        listener.Start();
        accepting = AcceptAsync(certificate, script);
    }

    public string Authority => $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync(X509Certificate2? certificate, string[] script)
    {
        var talking = new List<Task>();
        try
        {
            while (true)
            {
                talking.Add(TalkAsync(await listener.AcceptTcpClientAsync(stop.Token), certificate, script));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(talking);
        }
    }

    private async Task TalkAsync(TcpClient client, X509Certificate2? certificate, string[] script)
    {
        using (client)
        {
            try
            {
                await using Stream stream = certificate is null ? client.GetStream() : new SslStream(client.GetStream());
                if (stream is SslStream secure)
                {
                    await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stop.Token);
                }

                using var lines = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                foreach (var turn in script)
                {
                    var (what, line) = (turn.Split(' ')[0], turn[(turn.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
                    if (what == "say")
                    {
                        await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), stop.Token);
                    }
                    else if ((await lines.ReadLineAsync(stop.Token))?.StartsWith(line, StringComparison.Ordinal) != true)
                    {
                        break;
                    }
                }

                // Ended on this side; what still comes is heard, so that nothing said is lost.
                await (stream is SslStream told ? told.ShutdownAsync() : Task.CompletedTask);
                client.Client.Shutdown(SocketShutdown.Send);
                while (await lines.ReadLineAsync(stop.Token) is not null)
                {
                }
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
            {
                // Whoever asked had enough.
            }
        }
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Rollout.Probes.Tests.Steps.Dns;

/// <summary>A name server that answers every question over UDP with one TXT record.</summary>
internal sealed class OneTextServer : IAsyncDisposable
{
    private readonly UdpClient socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly CancellationTokenSource stop = new();
    private readonly Task answering;

    /// <param name="text">At most 255 characters of ASCII.</param>
    public OneTextServer(string text) => answering = AnswerAsync(Encoding.ASCII.GetBytes(text));

    public Uri Address => new($"dns://127.0.0.1:{((IPEndPoint)socket.Client.LocalEndPoint!).Port}");

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await answering;
        socket.Dispose();
        stop.Dispose();
    }

    private async Task AnswerAsync(byte[] text)
    {
        try
        {
            while (true)
            {
                var asked = await socket.ReceiveAsync(stop.Token);
                await socket.SendAsync(Answer(asked.Buffer, text), asked.RemoteEndPoint, stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody asks any more.
        }
    }

    /// <summary>RFC 1035 section 4: the question again, and a record whose name is a pointer to it.</summary>
    private static byte[] Answer(byte[] question, byte[] text)
    {
        var end = 12;
        while (question[end] != 0)
        {
            end += question[end] + 1;
        }

        end += 5;
        byte[] header = [question[0], question[1], 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0];
        byte[] record = [0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 0, 0, (byte)(text.Length + 1), (byte)text.Length];
        return [.. header, .. question[12..end], .. record, .. text];
    }
}

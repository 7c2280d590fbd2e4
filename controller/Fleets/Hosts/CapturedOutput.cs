using System.Text;

namespace Rollout.Fleets.Hosts;

/// <summary>What a command prints: counted whole, kept only at both ends. After <see cref="Seal"/> the rest is drained and forgotten.</summary>
internal sealed class CapturedOutput
{
    /// <summary>Bytes kept of the beginning of standard output, and of the end of both streams.</summary>
    public const int Kept = 4096;

    private readonly Lock gate = new();
    private readonly byte[] head = new byte[Kept];
    private readonly byte[] tail = new byte[Kept];
    private long bytes;
    private long stdoutBytes;
    private bool isSealed;

    /// <summary>Reads a stream to its end, which a daemon that inherited it may put off for as long as it lives.</summary>
    public async Task PumpAsync(Stream stream, bool isStdout)
    {
        await using (stream)
        {
            var buffer = new byte[16 * 1024];
            try
            {
                // Never cancelled: closing our end would kill such a daemon with SIGPIPE at its next word.
                while (await stream.ReadAsync(buffer, CancellationToken.None) is > 0 and var read)
                {
                    Add(buffer.AsSpan(0, read), isStdout);
                }
            }
            catch (IOException)
            {
                // The pipe broke: what was read is what there is.
            }
        }
    }

    /// <summary>Ends the capture and tells what was captured.</summary>
    public (string Head, string Said, long Bytes, long StdoutBytes) Seal()
    {
        lock (gate)
        {
            isSealed = true;
            var kept = (int)Math.Min(bytes, Kept);
            var end = new byte[kept];
            for (var i = 0; i < kept; i++)
            {
                end[i] = tail[(bytes - kept + i) % Kept];
            }

            return (Encoding.UTF8.GetString(head, 0, (int)Math.Min(stdoutBytes, Kept)), Explanation.Of(end, wasCut: bytes > Kept), bytes, stdoutBytes);
        }
    }

    private void Add(ReadOnlySpan<byte> read, bool isStdout)
    {
        lock (gate)
        {
            if (isSealed)
            {
                return;
            }

            if (isStdout)
            {
                var room = (int)Math.Max(0, Kept - stdoutBytes);
                read[..Math.Min(read.Length, room)].CopyTo(head.AsSpan(Kept - room));
                stdoutBytes += read.Length;
            }

            for (var i = Math.Max(0, read.Length - Kept); i < read.Length; i++)
            {
                tail[(bytes + i) % Kept] = read[i];
            }

            bytes += read.Length;
        }
    }
}

using System.Text;

namespace Rollout.Probes.Steps.Tcp;

/// <summary>Lines of a conversation, bounded as a whole.</summary>
internal sealed class LineReader(Stream stream, int mostBytes)
{
    private readonly byte[] buffer = new byte[Math.Min(mostBytes, 8 * 1024)];
    private readonly StringBuilder heard = new();
    private int from;
    private int to;
    private int left = mostBytes;

    /// <summary>More came than is read.</summary>
    public bool Exhausted { get; private set; }

    /// <summary>The beginning of all that came.</summary>
    public string? Heard => heard.Length == 0 ? null : heard.ToString();

    /// <summary>The next line without its end; what stands before the connection's end is one. Null: no more.</summary>
    public async ValueTask<string?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var end = Array.IndexOf(buffer, (byte)'\n', from, to - from);
            if (end >= 0 || to - from == buffer.Length)
            {
                return Take(end < 0 ? to : end, end < 0 ? 0 : 1);
            }

            if (left == 0)
            {
                Exhausted = true;
                return null;
            }

            buffer.AsSpan(from, to - from).CopyTo(buffer);
            (from, to) = (0, to - from);
            var read = await stream.ReadAsync(buffer.AsMemory(to, Math.Min(buffer.Length - to, left)), cancellationToken).ConfigureAwait(false);
            left -= read;
            to += read;
            if (read == 0)
            {
                return to > from ? Take(to, 0) : null;
            }
        }
    }

    private string Take(int end, int skip)
    {
        var line = Encoding.UTF8.GetString(buffer, from, end - from).TrimEnd('\r');
        from = end + skip;
        if (heard.Length < buffer.Length)
        {
            heard.Append(line).Append('\n');
        }

        return line;
    }
}

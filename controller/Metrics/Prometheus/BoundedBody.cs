using System.Buffers;

namespace Rollout.Metrics.Prometheus;

/// <summary>An answer's bytes, in a borrowed buffer that grows with what comes and no further than its limit.</summary>
internal sealed class BoundedBody : IDisposable
{
    private const int FirstBytes = 64 * 1024;

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(FirstBytes);

    /// <summary>One more than the limit where there is more.</summary>
    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => buffer.AsSpan(0, Length);

    public static async ValueTask<BoundedBody> ReadAsync(Stream stream, int most, CancellationToken cancellationToken)
    {
        var body = new BoundedBody();
        try
        {
            while (body.Length <= most)
            {
                body.MakeRoom();
                var room = Math.Min(body.buffer.Length - body.Length, most + 1 - body.Length);
                var read = await stream.ReadAsync(body.buffer.AsMemory(body.Length, room), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                body.Length += read;
            }

            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        Length = 0;
    }

    private void MakeRoom()
    {
        if (Length < buffer.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}

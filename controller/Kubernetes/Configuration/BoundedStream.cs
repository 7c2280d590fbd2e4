using System.Buffers;

namespace Rollout.Kubernetes.Configuration;

/// <summary>Reads what comes from outside, and not one byte more than was agreed.</summary>
internal static class BoundedStream
{
    /// <summary>The whole stream; null as soon as it proves longer than <paramref name="most"/> bytes.</summary>
    public static async ValueTask<byte[]?> ReadAsync(Stream stream, int most, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Min(most, 16 * 1024) + 1);
        try
        {
            var length = 0;
            while (true)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(length), cancellation);
                if (read == 0)
                {
                    return buffer.AsSpan(0, length).ToArray();
                }

                length += read;
                if (length > most)
                {
                    return null;
                }

                if (length == buffer.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min((long)most + 1, buffer.Length * 2L));
                    buffer.AsSpan(0, length).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
                    buffer = larger;
                }
            }
        }
        finally
        {
            // What passes here may be a token or a key.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }
}

using System.Buffers;

namespace Rollout.Metrics.Exposition;

/// <summary>Feeds a parser from a stream, and reads no further than the limit or the first fault.</summary>
public static class ExpositionReader
{
    private const int ChunkBytes = 64 * 1024;

    /// <summary>Reads at most <see cref="ExpositionLimits.MaxBytes"/> and the one byte that shows that there are more.</summary>
    public static async ValueTask<ExpositionRead> ReadAsync(
        Stream stream, ExpositionFormat format, SampleNames wanted, ExpositionLimits limits, CancellationToken cancellationToken)
    {
        var parser = new ExpositionParser(format, wanted, limits);
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            long left = (long)limits.MaxBytes + 1;
            while (left > 0)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), cancellationToken).ConfigureAwait(false);
                left -= read;
                if (read == 0 || !parser.Feed(buffer.AsSpan(0, read)))
                {
                    break;
                }
            }

            return parser.Complete();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

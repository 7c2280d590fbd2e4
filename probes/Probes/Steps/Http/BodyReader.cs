using System.Buffers;
using System.IO.Compression;
using Rollout.Probes.Network;

namespace Rollout.Probes.Steps.Http;

/// <summary>Reads a body to its end or to the limits, whichever comes first, and unpacks it on the way.</summary>
internal static class BodyReader
{
    /// <summary>The body; whether it went on beyond the limit; why it could not be unpacked, or null.</summary>
    public static async ValueTask<(byte[]? Bytes, bool Cut, string? Broken)> ReadAsync(HttpContent content, ProbeLimits limits, CancellationToken cancellationToken)
    {
        var raw = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var wire = new CountedStream(raw, limits.MaxWireBytes);
        if (Unpack(content.Headers.ContentEncoding.Count == 0 ? wire : new PooledStream(wire), content.Headers.ContentEncoding, out var unknown) is not { } unpacked)
        {
            return ([], false, $"a body packed as {Redaction.Shown(unknown!, 40)}");
        }

        await using (unpacked.ConfigureAwait(false))
        {
            var buffer = ArrayPool<byte>.Shared.Rent(Math.Min(limits.MaxBodyBytes + 1, 16 * 1024));
            var length = 0;
            try
            {
                while (length <= limits.MaxBodyBytes)
                {
                    if (length == buffer.Length)
                    {
                        buffer = Grown(buffer, length);
                    }

                    var read = await unpacked.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
                    if (read == 0)
                    {
                        break;
                    }

                    length += read;
                }

                var cut = length > limits.MaxBodyBytes || wire.Exhausted;
                return (buffer.AsSpan(0, Math.Min(length, limits.MaxBodyBytes)).ToArray(), cut, null);
            }
            catch (Exception e) when (!wire.Broken && e is InvalidDataException or InvalidOperationException)
            {
                return (buffer.AsSpan(0, Math.Min(length, limits.MaxBodyBytes)).ToArray(), wire.Exhausted,
                    wire.Exhausted ? null : $"a body that cannot be unpacked ({string.Join(", ", content.Headers.ContentEncoding)})");
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    private static byte[] Grown(byte[] buffer, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(length * 2);
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    /// <summary>The codings in reverse, as they were applied one after the other; null with the one that is unknown.</summary>
    private static Stream? Unpack(Stream wire, ICollection<string> codings, out string? unknown)
    {
        unknown = null;
        var stream = wire;
        if (codings.Count > 3)
        {
            unknown = "more than three times";
            return null;
        }

        foreach (var coding in codings.Reverse())
        {
            switch (coding.ToLowerInvariant())
            {
                case "gzip" or "x-gzip":
                    stream = new GZipStream(stream, CompressionMode.Decompress);
                    break;
                case "br":
                    stream = new BrotliStream(stream, CompressionMode.Decompress);
                    break;
                case "deflate":
                    stream = new ZLibStream(stream, CompressionMode.Decompress);
                    break;
                case "identity" or "":
                    break;
                default:
                    unknown = coding;
                    return null;
            }
        }

        return stream;
    }
}

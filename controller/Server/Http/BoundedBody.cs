using Microsoft.AspNetCore.Http;

namespace Rollout.Server.Http;

/// <summary>Reads a request's body up to a bound.</summary>
public static class BoundedBody
{
    /// <summary>Null when the body is longer than <paramref name="most"/> bytes; never more than that is held.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int most, CancellationToken cancellationToken)
    {
        if (request.ContentLength > most)
        {
            return null;
        }

        var buffer = new byte[most + 1];
        var length = 0;
        while (length < buffer.Length)
        {
            var read = await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (read == 0)
            {
                return buffer.AsMemory(0, length);
            }

            length += read;
        }

        return null;
    }
}

namespace Rollout.Demo.Processes;

/// <summary>Reads an answer's body, at most so many bytes.</summary>
internal static class BoundedBody
{
    /// <exception cref="InvalidDataException">The body is longer.</exception>
    public static async Task CopyAsync(HttpContent content, Stream to, int mostBytes, CancellationToken cancellation)
    {
        await using var body = await content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[4096];
        for (var all = 0; await body.ReadAsync(buffer, cancellation) is > 0 and var read;)
        {
            all += read;
            if (all > mostBytes)
            {
                throw new InvalidDataException($"an answer is longer than {mostBytes} bytes");
            }

            await to.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }
    }
}

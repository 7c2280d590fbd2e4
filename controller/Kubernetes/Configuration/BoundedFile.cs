namespace Rollout.Kubernetes.Configuration;

/// <summary>Reads files that are small by their nature: certificates, tokens, configurations.</summary>
internal static class BoundedFile
{
    /// <summary>1 MiB: a kubeconfig of a thousand clusters.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>The bytes, or null with the reason as the end of a sentence that begins with the file's name.</summary>
    public static async ValueTask<(byte[]? Bytes, string? Wrong)> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 4096, useAsync: true);
            var bytes = await BoundedStream.ReadAsync(file, MostBytes, cancellation);
            return bytes is null ? (null, $"is larger than {MostBytes} bytes") : (bytes, null);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, "is not there");
        }
        catch (UnauthorizedAccessException)
        {
            return (null, Directory.Exists(path) ? "is a folder" : "may not be read by this user");
        }
        catch (Exception e) when (e is IOException or NotSupportedException or ArgumentException)
        {
            return (null, "cannot be read");
        }
    }
}

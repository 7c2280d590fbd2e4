using System.IO.Compression;

namespace Rollout.Kubernetes.Rest;

/// <summary>Bodies as they were before they were compressed. Whoever reads bounds what comes out, so a bomb goes off harmlessly.</summary>
internal static class AnswerBodies
{
    public static async ValueTask<Stream> OpenAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellation);
        return response.Content.Headers.ContentEncoding.Contains("gzip", StringComparer.OrdinalIgnoreCase)
            ? new GZipStream(stream, CompressionMode.Decompress)
            : stream;
    }
}

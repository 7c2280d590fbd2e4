using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Rollout.Probes.Network;

/// <summary>The certificates of a PEM file that a probe trusts. Read again when the file changes.</summary>
public static class TrustedFile
{
    private const int MostBytes = 1 << 20;
    private static readonly ConcurrentDictionary<string, (DateTime Written, X509Certificate2Collection Certificates)> Known = new(StringComparer.Ordinal);

    /// <exception cref="ProbeTroubleException">The file cannot be read or holds no certificate.</exception>
    public static X509Certificate2Collection Read(string path)
    {
        try
        {
            var written = File.GetLastWriteTimeUtc(path);
            if (Known.TryGetValue(path, out var known) && known.Written == written)
            {
                return known.Certificates;
            }

            var bytes = new byte[MostBytes];
            using var file = File.OpenRead(path);
            var read = file.ReadAtLeast(bytes, MostBytes, throwOnEndOfStream: false);
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPem(Encoding.UTF8.GetString(bytes, 0, read));
            if (certificates.Count == 0)
            {
                throw new ProbeTroubleException($"{path} holds no certificate (PEM)");
            }

            Known[path] = (written, certificates);
            return certificates;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new ProbeTroubleException($"{path} cannot be read as certificates: {e.Message}", e);
        }
    }
}

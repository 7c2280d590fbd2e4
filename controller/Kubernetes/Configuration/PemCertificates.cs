using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Rollout.Kubernetes.Configuration;

/// <summary>Certificates and keys as PEM. No message quotes what was read: it may be a key.</summary>
internal static class PemCertificates
{
    /// <summary>The authorities of a bundle; null with what is wrong, as the end of a sentence.</summary>
    public static X509Certificate2Collection? Authorities(byte[] pem, out string? wrong)
    {
        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPem(Encoding.ASCII.GetString(pem));
            wrong = found.Count == 0 ? "holds no PEM certificate" : null;
        }
        catch (CryptographicException)
        {
            wrong = "is no PEM certificate";
        }

        return wrong is null ? found : null;
    }

    /// <summary>A certificate with its key and the intermediates that follow it; null with what is wrong, as a sentence.</summary>
    public static ClientCertificate? Client(byte[] certificate, byte[] key, out string? wrong)
    {
        var keyText = Encoding.ASCII.GetString(key);
        if (keyText.Contains("ENCRYPTED", StringComparison.Ordinal))
        {
            wrong = "the key is encrypted, and nobody is here to type its password";
            return null;
        }

        try
        {
            var chain = Authorities(certificate, out var wrongChain);
            if (chain is null)
            {
                wrong = $"the certificate {wrongChain}";
                return null;
            }

            var leaf = X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(certificate), keyText);
            wrong = null;
            return new ClientCertificate(leaf, [.. chain.Skip(1)]);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            wrong = "certificate and key are no PEM pair that belongs together";
            return null;
        }
    }
}

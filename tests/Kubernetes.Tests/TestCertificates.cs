using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Rollout.Kubernetes.Tests;

/// <summary>An authority made for one test, and what it signs.</summary>
internal sealed class TestCertificates
{
    private readonly X509Certificate2 authority;

    public TestCertificates()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authority = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(10));
    }

    public string AuthorityPem => authority.ExportCertificatePem();

    public static string Base64(string text) => Convert.ToBase64String(Encoding.ASCII.GetBytes(text));

    /// <summary>A certificate for a name, as PEM, with its key.</summary>
    public (string Certificate, string Key, ECDsa Pair) Sign(string name, bool loopback = false)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        if (loopback)
        {
            names.AddIpAddress(IPAddress.Loopback);
        }

        request.CertificateExtensions.Add(names.Build());
        var serial = RandomNumberGenerator.GetBytes(8);
        var signed = request.Create(authority, authority.NotBefore.AddHours(1), authority.NotAfter.AddHours(-1), serial);
        return (signed.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem(), key);
    }

    public X509Certificate2 Server(string name, bool loopback)
    {
        var (certificate, key, _) = Sign(name, loopback);
        using var pair = X509Certificate2.CreateFromPem(certificate, key);
        return X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), null);
    }
}

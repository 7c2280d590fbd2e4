using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Rollout.Probes.Tests.Real;

/// <summary>An authority and a certificate of its own for 127.0.0.1 and localhost, made for one test run.</summary>
internal sealed class MadeCertificate
{
    private MadeCertificate(string folder, string authority, string certificate, string key) =>
        (Folder, AuthorityFile, CertificateFile, KeyFile) = (folder, authority, certificate, key);

    public string Folder { get; }

    public string AuthorityFile { get; }

    public string CertificateFile { get; }

    public string KeyFile { get; }

    public static MadeCertificate Make(string folder, DateTimeOffset from, DateTimeOffset until, string name = "server")
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=Test Authority", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authority.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        using var root = authority.CreateSelfSigned(from.AddDays(-1), until.AddDays(30));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=shop.test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        names.AddDnsName("shop.test");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(root, from, until, [1, 2, 3, 4, 5, 6, 7, 8]);
        var made = new MadeCertificate(folder, Path.Combine(folder, name + "-ca.pem"), Path.Combine(folder, name + ".pem"), Path.Combine(folder, name + ".key"));
        File.WriteAllText(made.AuthorityFile, root.ExportCertificatePem());
        File.WriteAllText(made.KeyFile, key.ExportPkcs8PrivateKeyPem());

        // HAProxy wants certificate and key in one file.
        File.WriteAllText(made.CertificateFile, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
        return made;
    }
}

using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Rollout.FakeKubernetes.Http;

/// <summary>A certificate for 127.0.0.1 and localhost, made for this run; it is its own authority.</summary>
internal sealed class ServerCertificate : IDisposable
{
    private int serial = 1;

    private ServerCertificate(X509Certificate2 server, string pem)
    {
        Server = server;
        Pem = pem;
    }

    public X509Certificate2 Server { get; }

    public string Pem { get; }

    public static ServerCertificate Make()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=fake-kubernetes", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));

        // Clients hold it to the wall clock, whatever the server's own clock says.
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddHours(-1), now.AddDays(30));
        return new ServerCertificate(X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null), made.ExportCertificatePem());
    }

    /// <summary>A client's certificate with its key, PEM: who asks is its common name, its groups are its organisations.</summary>
    public (string Certificate, string Key, string Thumbprint) IssueClient(string user, IEnumerable<string> groups)
    {
        using var key = RSA.Create(2048);
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(user);
        foreach (var group in groups)
        {
            name.AddOrganizationName(group);
        }

        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], false));
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.Create(Server, now.AddMinutes(-30), now.AddDays(20),
            BitConverter.GetBytes(Interlocked.Increment(ref serial)));
        return (made.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem(), made.Thumbprint);
    }

    public void Dispose() => Server.Dispose();
}

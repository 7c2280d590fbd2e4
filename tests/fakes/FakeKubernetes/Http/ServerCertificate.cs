using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Rollout.FakeKubernetes.Http;

/// <summary>A certificate for 127.0.0.1 and localhost, made for this run; it is its own authority.</summary>
internal sealed class ServerCertificate : IDisposable
{
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

    public void Dispose() => Server.Dispose();
}

using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Rollout.Api;

namespace Rollout.Probes.Tests.Network;

/// <summary>A server whose own certificate holds for long, and that of its authority not: customers are turned away when the first of them ends.</summary>
public sealed class ChainExpiryTests : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private readonly string folder = Directory.CreateTempSubdirectory("rollout-chain").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(5, 100, 5)]
    [InlineData(100, 5, 5)]
    public async Task The_first_certificate_of_the_chain_to_end_is_the_one_that_counts(int authorityDays, int serverDays, int counted)
    {
        var (file, certificate) = Make(Now.AddDays(authorityDays).AddHours(1), Now.AddDays(serverDays).AddHours(1));
        using (certificate)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var serving = ServeOneAsync(listener, certificate);
            var step = new ProbeStep { Name = "s", Tls = new TlsStep { Settings = new TlsSettings { CaFile = file } }, Expect = new Expectation { ValidDays = 14 } };
            var result = await new ProbeRunner(TimeProvider.System).RunAsync(
                new AcceptanceProbeSpec { Steps = [step], Timeout = TimeSpan.FromSeconds(60) }, new Uri($"tcp://{listener.LocalEndpoint}"), CancellationToken.None);
            await serving.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
            var ends = Now.AddDays(counted).AddHours(1).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            Assert.Equal($"one that ends on {ends}, in {counted} days", result.Failure!.Got);
        }
    }

    private static async Task ServeOneAsync(TcpListener listener, X509Certificate2 certificate)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var secure = new SslStream(client.GetStream());
        await secure.AuthenticateAsServerAsync(certificate);

        try
        {
            // Until the prober has seen enough.
            _ = await secure.ReadAsync(new byte[1]);
        }
        catch (IOException)
        {
            // It may go without a word.
        }
    }

    private (string AuthorityFile, X509Certificate2 Server) Make(DateTimeOffset authorityEnds, DateTimeOffset serverEnds)
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=Test Authority", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var root = authority.CreateSelfSigned(Now.AddDays(-2), authorityEnds);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=shop.test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());

        // By name and key: with the certificate itself nothing may outlive it.
        using var certificate = request.Create(root.SubjectName, X509SignatureGenerator.CreateForECDsa(authorityKey), Now.AddDays(-1), serverEnds, [1, 2, 3, 4]);
        var file = Path.Combine(folder, "ca.pem");
        File.WriteAllText(file, root.ExportCertificatePem());
        return (file, certificate.CopyWithPrivateKey(key));
    }
}

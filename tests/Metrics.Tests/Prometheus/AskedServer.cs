using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Rollout.Metrics.Prometheus;
using Rollout.Metrics.Secrets;
using Rollout.Metrics.Tests.Scraping;

namespace Rollout.Metrics.Tests.Prometheus;

/// <summary>A server that misbehaves as told, and somebody who asks it.</summary>
internal sealed class AskedServer : IAsyncDisposable
{
    public const string Nothing = """{"status":"success","data":{"resultType":"matrix","result":[]}}""";
    private readonly PrometheusServers servers;

    private AskedServer(LoopbackNode node, PrometheusServers servers) => (Node, this.servers) = (node, servers);

    public LoopbackNode Node { get; }

    public static async Task<AskedServer> StartAsync(PrometheusLimits? limits = null, ISecrets? secrets = null, TimeProvider? time = null)
    {
        var node = await LoopbackNode.StartAsync();
        node.AnswerWith(Nothing, "application/json");
        return new AskedServer(node, new PrometheusServers(secrets ?? new NoSecrets(), time ?? TimeProvider.System, limits));
    }

    public Task<PrometheusAnswer> AskAsync(string text = "o[2m]", string? secret = null, TimeSpan? timeout = null, CancellationToken cancel = default) =>
        servers.AskAsync(
            new ServerName(Node.Address.ToString(), secret is null ? null : "store", secret),
            new PrometheusQuery(text, StoredStory.Noon), timeout ?? TimeSpan.FromSeconds(30), cancel);

    /// <summary>The reason without the server's address, which changes.</summary>
    public async Task<(string Reason, bool Reached)> FailAsync(string? secret = null, TimeSpan? timeout = null)
    {
        var failed = Assert.IsType<PrometheusAnswer.Failed>(await AskAsync(secret: secret, timeout: timeout));
        Assert.StartsWith($"Prometheus at {Node.Address}: ", failed.Reason, StringComparison.Ordinal);
        return (failed.Reason[$"Prometheus at {Node.Address}: ".Length..], failed.Reached);
    }

    public async ValueTask DisposeAsync()
    {
        await servers.DisposeAsync();
        await Node.DisposeAsync();
    }

    /// <summary>An authority, or a certificate of it for 127.0.0.1, as PEM.</summary>
    public static (string Certificate, string Key, X509Certificate2 Both) Certificate(X509Certificate2? by, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(by is null ? "CN=test authority" : "CN=prometheus", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(by is null, false, 0, true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var made = by is null
            ? request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1))
            : request.Create(by, now.AddDays(-1), now.AddHours(1), [1, 2, 3]).CopyWithPrivateKey(key);
        var both = made.HasPrivateKey ? X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable) : made;
        return (made.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem(), both);
    }

    /// <summary>Secrets in memory, that tell who asked.</summary>
    internal sealed class Known : ISecrets
    {
        public Dictionary<string, string> Content { get; } = new(StringComparer.Ordinal);

        public List<string> Asked { get; } = [];

        public SecretRead? Instead { get; set; }

        public ValueTask<SecretRead> ReadAsync(string space, string name, CancellationToken cancellationToken)
        {
            Asked.Add($"{space}/{name}");
            return ValueTask.FromResult(Instead ?? new SecretRead.Found(
                Content.ToDictionary(c => c.Key, c => Encoding.UTF8.GetBytes(c.Value), StringComparer.Ordinal)));
        }
    }
}

using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rollout.FakeKubernetes.Access;
using Rollout.FakeKubernetes.Admission;
using Rollout.FakeKubernetes.Controllers;
using Rollout.FakeKubernetes.Faults;
using Rollout.FakeKubernetes.Http;
using Rollout.FakeKubernetes.Store;
using Rollout.FakeKubernetes.Writing;

namespace Rollout.FakeKubernetes;

/// <summary>
/// A Kubernetes API server with its controllers, in this process, reached over real HTTP on loopback. It is held to recordings of a real one;
/// what it leaves out is listed with the replay.
/// </summary>
public sealed class FakeKubernetesServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Cluster cluster;
    private readonly Authenticator authenticator;
    private readonly ServerCertificate? certificate;
    private readonly ApiServer api;

    private FakeKubernetesServer(WebApplication app, Cluster cluster, Authenticator authenticator, ControlLoop controllers,
        FaultPlan faults, ServerCertificate? certificate, ApiServer api)
    {
        this.app = app;
        this.api = api;
        this.cluster = cluster;
        this.authenticator = authenticator;
        this.certificate = certificate;
        Controllers = controllers;
        Faults = faults;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public Uri Address { get; }

    /// <summary>Bearer token of somebody who may do everything.</summary>
    public string AdminToken => authenticator.AdminToken;

    public ControlLoop Controllers { get; }

    public FaultPlan Faults { get; }

    /// <summary>Every request so far that roles did not allow, in the words of its answer: who, which verb, of what, where.</summary>
    public IReadOnlyList<string> Forbidden => api.Forbidden;

    /// <summary>The certificate that signed the server's, PEM; null without TLS.</summary>
    public string? CertificateAuthority => certificate?.Pem;

    public static async Task<FakeKubernetesServer> StartAsync(FakeKubernetesOptions options, CancellationToken cancel = default)
    {
        var cluster = new Cluster(options);
        var authenticator = new Authenticator(cluster);
        var writer = new ObjectWriter(cluster, new AdmissionChain(cluster));
        var remover = new ObjectRemover(cluster);
        var availability = new CrdAvailability(cluster);
        var faults = new FaultPlan(options.Seed, options.Time);
        faults.Knows(() => cluster.Store.Revision);
        var controllers = new ControlLoop(new ControllerContext(cluster, writer, remover, availability));
        var api = new ApiServer(cluster, authenticator, faults, writer, remover, availability);
        var certificate = options.Tls ? ServerCertificate.Make() : null;
        var app = Build(options, certificate, api);
        await app.StartAsync(cancel);
        controllers.Start();
        return new FakeKubernetesServer(app, cluster, authenticator, controllers, faults, certificate, api);
    }

    /// <summary>An object as it is stored now, by the path of its URL; null when it is not there.</summary>
    public JsonNode? Read(string path) =>
        ApiPath.Read(path.Split('?')[0], cluster.Catalogue) is { Name.Length: > 0 } read
            ? cluster.Store.Get(read.Type.StorageKey, read.Namespace, read.Name)?.Body.DeepClone() : null;

    /// <summary>All objects of a built-in kind (by its plural) as they are stored now.</summary>
    public IReadOnlyList<JsonNode> Snapshot(string plural) =>
        [.. cluster.Store.List(cluster.Catalogue.All.First(type => type.Plural == plural).StorageKey, null)
            .Items.Select(item => item.Body.DeepClone())];

    /// <summary>The history up to now is forgotten: watches and lists from before are answered with 410.</summary>
    public void Compact() => cluster.Store.Compact();

    /// <summary>A kubeconfig for the administrator (or whoever has the token).</summary>
    public string Kubeconfig(string? token = null) => KubeconfigText.Write(Address, token ?? AdminToken, CertificateAuthority);

    /// <summary>A token of a service account that is there.</summary>
    public string TokenFor(string space, string account)
    {
        var found = cluster.Store.Get("serviceaccounts", space, account)
            ?? throw new InvalidOperationException($"no service account {space}/{account}");
        return authenticator.Issue(space, account, (string)found.Body["metadata"]!["uid"]!, TimeSpan.FromHours(1)).Token;
    }

    /// <summary>A certificate and key (PEM) with which a client is this user; only with TLS.</summary>
    public (string Certificate, string Key) IssueClientCertificate(string user, params string[] groups)
    {
        var issuer = certificate ?? throw new InvalidOperationException("client certificates need FakeKubernetesOptions.Tls");
        var (pem, key, thumbprint) = issuer.IssueClient(user, groups);
        authenticator.Trust(thumbprint, user, groups);
        return (pem, key);
    }

    public async ValueTask DisposeAsync()
    {
        await Controllers.DisposeAsync();
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        await app.StopAsync(soon.Token);
        await app.DisposeAsync();
        certificate?.Dispose();
    }

    private static WebApplication Build(FakeKubernetesOptions options, ServerCertificate? certificate, ApiServer api)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.AllowSynchronousIO = false;
            kestrel.Limits.MaxRequestBodySize = 8 << 20;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, options.Port, listen =>
            {
                listen.Protocols = certificate is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
                if (certificate is not null)
                {
                    listen.UseHttps(certificate.Server, https =>
                    {
                        // Any certificate may be shown: the authenticator knows those that were issued.
                        https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                        https.ClientCertificateValidation = (_, _, _) => true;
                    });
                }
            });
        });
        var app = builder.Build();
        app.Run(api.HandleAsync);
        return app;
    }
}

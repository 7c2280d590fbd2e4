using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Rollout.Kubernetes.Configuration;
using Rollout.Kubernetes.Configuration.Credentials;
using Rollout.Kubernetes.Rest;

namespace Rollout.Kubernetes.Tests.Rest;

public class TlsTests
{
    private static readonly ClientOptions Once = new() { Limits = new ClientLimits { Attempts = 1 } };
    private readonly TestCertificates authority = new();

    [Fact]
    public async Task Speaks_HTTP_2_to_a_server_that_its_authority_signed()
    {
        await using var server = await PlayedServer.StartAsync(authority.Server("localhost", loopback: true));
        using var client = new ClusterClient(server.Connection() with { CertificateAuthorities = Trusted() }, Once);
        Assert.True((await client.VersionAsync(CancellationToken.None)).IsOk);
        Assert.Equal("HTTP/2", Assert.Single(server.Requests).Protocol);
    }

    [Fact]
    public async Task Speaks_HTTP_1_to_a_server_that_knows_no_other()
    {
        await using var server = await PlayedServer.StartAsync();
        using var client = new ClusterClient(server.Connection(), Once);
        Assert.True((await client.VersionAsync(CancellationToken.None)).IsOk);
        Assert.Equal("HTTP/1.1", Assert.Single(server.Requests).Protocol);
    }

    [Fact]
    public async Task Refuses_a_server_of_another_authority_or_name_before_it_sends_a_token()
    {
        await using var server = await PlayedServer.StartAsync(authority.Server("api.internal", loopback: false));
        var token = new FixedCredentials(new Credential { BearerToken = new Secret("t") });
        var stranger = new X509Certificate2Collection(PemCertificates.Authorities(System.Text.Encoding.ASCII.GetBytes(new TestCertificates().AuthorityPem), out _)!);
        ClusterConnection[] refused =
        [
            server.Connection(token),
            server.Connection(token) with { CertificateAuthorities = stranger, TlsServerName = "api.internal" },
            server.Connection(token) with { CertificateAuthorities = Trusted() },
            server.Connection(token) with { CertificateAuthorities = Trusted(), TlsServerName = "other.internal" },
        ];
        foreach (var connection in refused)
        {
            using var client = new ClusterClient(connection, Once);
            var error = (await client.VersionAsync(CancellationToken.None)).Match(_ => throw new InvalidOperationException("it was trusted"), e => e);
            Assert.Equal(ApiErrorKind.Unreachable, error.Kind);
            Assert.Contains("certificate", error.Message, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Takes_another_name_where_the_configuration_gives_one_and_any_where_it_says_insecure()
    {
        await using var server = await PlayedServer.StartAsync(authority.Server("api.internal", loopback: false));
        foreach (var connection in new[]
        {
            server.Connection() with { CertificateAuthorities = Trusted(), TlsServerName = "api.internal" },
            server.Connection() with { Insecure = true },
        })
        {
            using var client = new ClusterClient(connection, Once);
            Assert.True((await client.VersionAsync(CancellationToken.None)).IsOk);
        }
    }

    [Fact]
    public async Task Shows_its_client_certificate_and_after_a_change_the_new_one()
    {
        string? seen = null;
        await using var server = await PlayedServer.StartAsync(authority.Server("localhost", loopback: true), https =>
        {
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (certificate, _, _) => (seen = certificate.Subject) is not null;
        });
        var source = new Changing { Current = Signed("first") };
        using var client = new ClusterClient(server.Connection(source) with { CertificateAuthorities = Trusted() }, Once);
        Assert.True((await client.VersionAsync(CancellationToken.None)).IsOk);
        Assert.Equal("CN=first", seen);
        source.Current = Signed("second");
        Assert.True((await client.VersionAsync(CancellationToken.None)).IsOk);
        Assert.Equal("CN=second", seen);
    }

    [Fact]
    public async Task Goes_through_the_proxy_of_the_configuration_with_its_password()
    {
        await using var proxy = await PlayedServer.StartAsync();
        var connection = new ClusterConnection
        {
            Server = new Uri("http://api.cluster.invalid:6443/base/"),
            Proxy = new Uri($"http://u:p%40ss@127.0.0.1:{proxy.Address.Port}"),
            Credentials = new FixedCredentials(Credential.Anonymous),
        };
        proxy.Answer = (context, request) =>
        {
            if (request.Headers.ContainsKey("Proxy-Authorization"))
            {
                return PlayedServer.JsonAsync(context, 200, "{}");
            }

            context.Response.Headers["Proxy-Authenticate"] = "Basic realm=p";
            context.Response.StatusCode = 407;
            return Task.CompletedTask;
        };
        using var client = new ClusterClient(connection, Once);
        Assert.True((await client.VersionAsync(CancellationToken.None)).IsOk);
        var last = proxy.Requests.Last();
        Assert.Equal("http://api.cluster.invalid:6443/base/version", last.Target);
        Assert.Equal("Basic " + TestCertificates.Base64("u:p@ss"), last.Headers["Proxy-Authorization"]);
    }

    [Fact]
    public async Task A_proxy_that_refuses_is_told_without_its_password()
    {
        await using var proxy = await PlayedServer.StartAsync();
        proxy.Answer = (context, _) =>
        {
            context.Response.StatusCode = 403;
            return Task.CompletedTask;
        };
        var connection = new ClusterConnection
        {
            Server = new Uri("https://api.cluster.invalid:6443"),
            Proxy = new Uri($"http://u:hunter2@127.0.0.1:{proxy.Address.Port}"),
            Credentials = new FixedCredentials(Credential.Anonymous),
        };
        using var client = new ClusterClient(connection, Once);
        var error = (await client.VersionAsync(CancellationToken.None)).Match(_ => throw new InvalidOperationException("it came through"), e => e);
        Assert.Equal(ApiErrorKind.Unreachable, error.Kind);
        Assert.Contains("403", error.Message);
        Assert.DoesNotContain("hunter2", error.ToString());
        Assert.Equal("CONNECT", Assert.Single(proxy.Requests).Method);
    }

    [Fact]
    public async Task Without_a_credential_nothing_is_asked_and_the_reason_is_told()
    {
        await using var server = await PlayedServer.StartAsync();
        using var client = new ClusterClient(
            server.Connection(new TokenFileCredentials("/nonexistent/token", Credential.Anonymous, TimeProvider.System)), Once);
        var error = (await client.VersionAsync(CancellationToken.None)).Match(_ => throw new InvalidOperationException("it was asked"), e => e);
        Assert.Equal((ApiErrorKind.NoCredential, "the token file /nonexistent/token is not there"), (error.Kind, error.Message));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Sends_whom_it_acts_as_and_who_it_is()
    {
        await using var server = await PlayedServer.StartAsync();
        var connection = server.Connection() with
        {
            Impersonation = new Impersonation("jane", null, "dev", new Dictionary<string, string> { ["scopes/x"] = "v" }),
        };
        using var client = new ClusterClient(connection, Once with { UserAgent = "rollout/1 (test)" });
        await client.VersionAsync(CancellationToken.None);
        var headers = Assert.Single(server.Requests).Headers;
        Assert.Equal(
            ("jane", "dev", "v", "rollout/1 (test)"),
            (headers["Impersonate-User"], headers["Impersonate-Group"], headers["Impersonate-Extra-scopes%2Fx"], headers["User-Agent"]));
    }

    private X509Certificate2Collection Trusted() =>
        PemCertificates.Authorities(System.Text.Encoding.ASCII.GetBytes(authority.AuthorityPem), out _)!;

    private ClientCertificate Signed(string name)
    {
        var (certificate, key, _) = authority.Sign(name);
        return PemCertificates.Client(System.Text.Encoding.ASCII.GetBytes(certificate), System.Text.Encoding.ASCII.GetBytes(key), out _)!;
    }

    private sealed class Changing : ICredentialSource
    {
        public required ClientCertificate Current { get; set; }

        public ValueTask<CredentialResult> GetAsync(CancellationToken cancellation) =>
            new(new CredentialResult.Given(new Credential { Certificate = Current }));

        public void Refused(Credential credential)
        {
        }
    }
}

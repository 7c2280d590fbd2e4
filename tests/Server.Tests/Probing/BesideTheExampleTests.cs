using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Rollout.Support;
using Rollout.Support.Serving;

namespace Rollout.Server.Tests.Probing;

/// <summary>
/// The configuration that the blackbox exporter's Debian package installs, imported: every module that can be carried over is run beside the exporter, against
/// a server that it passes on and one that it fails on.
/// </summary>
public sealed class BesideTheExampleTests : IAsyncLifetime
{
    private const string Installed = "/etc/prometheus/blackbox.yml";

    private readonly TemporaryFolder folder = new();
    private readonly List<TalkingServer> talkers = [];
    private TwoSites sites = null!;
    private WebApplication health = null!;
    private string configuration = null!;

    public async Task InitializeAsync()
    {
        Assert.True(File.Exists(Installed), $"{Installed} is not there: install the Debian package prometheus-blackbox-exporter");
        configuration = await File.ReadAllTextAsync(Installed);
        sites = await TwoSites.StartAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.Listen(System.Net.IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http2);
            k.Listen(System.Net.IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http2);
        });
        health = builder.Build();
        health.Run(AnswerAsync);
        await health.StartAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (var talker in talkers)
        {
            await talker.DisposeAsync();
        }

        await health.DisposeAsync();
        await sites.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Every_module_that_is_carried_over_has_the_same_success()
    {
        (string Module, string Target, string Expected)[] cases =
        [
            ("http_2xx", $"http://{sites.Plain.Authority}/-/ready", "success 1, status 200, redirects 0"),
            ("http_2xx", $"http://{sites.Plain.Authority}/relative", "success 0, status 404, redirects 1"),
            ("http_2xx", $"https://{sites.Secure.Authority}/-/ready", "success 0, status 0"),
            ("http_post_2xx", $"http://{Talker("hear POST / ", "say HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n")}/", "success 1, status 200, redirects 0"),
            ("http_post_2xx", $"http://{sites.Plain.Authority}/", "success 0, status 404, redirects 0"),
            ("tcp_connect", sites.Plain.Authority, "success 1"),
            ("tcp_connect", "127.0.0.1:1", "success 0"),
            ("pop3s_banner", sites.Secure.Authority, "success 0"),
            ("grpc", sites.Secure.Authority, "success 0"),
            ("grpc_plain", Health(0), "success 1"),
            ("grpc_plain", Health(1), "success 0"),
            ("ssh_banner", Talker("say SSH-2.0-OpenSSH_9.2"), "success 1"),
            ("ssh_banner", Talker("say SSH-1.5-old"), "success 0"),
            ("irc_banner", Talker("hear NICK prober", "hear USER prober", "say PING :b7", "say :irc.test 001 prober :welcome"), "success 1"),
            ("irc_banner", Talker("hear NICK prober", "hear USER prober", "say PING :b7", "say :irc.test 465 prober :banned"), "success 0"),
        ];
        await using var both = await BothProbers.StartAsync(configuration);
        await AssertSameAsync(both, cases);

        // Of those that are there, all but the ones that cannot be carried over were run.
        Assert.Equal(["icmp", "icmp_ttl5"], Modules().Except(cases.Select(c => c.Module)));
        Assert.All((string[])["icmp", "icmp_ttl5"], m => Assert.Contains(both.LeftOut, place => place.EndsWith($"modules.{m}", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Those_over_TLS_pass_too_where_the_certificate_is_trusted()
    {
        using var authority = new TestAuthority(folder.Path);
        var (file, key) = authority.Issue("mail.test");
        using var pem = X509Certificate2.CreateFromPemFile(file, key);
        using var certificate = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        var trusting = configuration.Replace("insecure_skip_verify: false", $"{{ca_file: {authority.File}, server_name: mail.test}}", StringComparison.Ordinal).Replace("tls_config:\n        {", "tls_config: {", StringComparison.Ordinal);
        Assert.Contains("tls_config: {ca_file", trusting, StringComparison.Ordinal);
        await using var both = await BothProbers.StartAsync(trusting);

        // "^+OK" is no plus sign: it is a beginning that may be repeated, and then OK.
        await AssertSameAsync(both, [("pop3s_banner", Talker(certificate, "say OK ready"), "success 1"), ("pop3s_banner", Talker(certificate, "say +OK ready"), "success 0")]);
    }

    /// <summary>What the import says that it left out makes this difference, and no other.</summary>
    [Fact]
    public async Task A_server_of_IRC_that_insists_on_its_PONG_is_passed_by_the_exporter_alone()
    {
        await using var both = await BothProbers.StartAsync(configuration);
        Assert.Contains(both.LeftOut, place => place.EndsWith("modules.irc_banner.tcp.query_response[2].send", StringComparison.Ordinal));
        var insisting = Talker("hear NICK prober", "hear USER prober", "say PING :b7", "hear PONG b7", "say :irc.test 001 prober :welcome");
        Assert.Equal("success 1", await both.AskAsync(both.Exporter, "irc_banner", insisting));
    }

    private static async Task AssertSameAsync(BothProbers both, (string Module, string Target, string Expected)[] cases)
    {
        var (theirs, ours) = (new List<string>(), new List<string>());
        foreach (var (module, target, _) in cases)
        {
            theirs.Add($"{module} at {target}: {await both.AskAsync(both.Exporter, module, target)}");
            ours.Add($"{module} at {target}: {await both.AskAsync(both.Prober, module, target)}");
        }

        Assert.Equal(cases.Select(c => $"{c.Module} at {c.Target}: {c.Expected}"), theirs);
        Assert.Equal(theirs, ours);
    }

    private string Health(int which) => new Uri(health.Urls.ElementAt(which)).Authority;

    private string Talker(params string[] script) => Talker(null, script);

    private string Talker(X509Certificate2? certificate, params string[] script)
    {
        talkers.Add(new TalkingServer(certificate, script));
        return talkers[^1].Authority;
    }

    /// <summary>Their names: the keys that stand two blanks in.</summary>
    private IEnumerable<string> Modules() =>
        configuration.Split('\n').Where(l => l.StartsWith("  ", StringComparison.Ordinal) && !char.IsWhiteSpace(l[2]) && l.TrimEnd().EndsWith(':')).Select(l => l.Trim().TrimEnd(':'));

    /// <summary>grpc.health.v1 of service1 alone: SERVING at the first port, NOT_SERVING at the second.</summary>
    private async Task AnswerAsync(HttpContext context)
    {
        using var asked = new MemoryStream();
        await context.Request.Body.CopyToAsync(asked, context.RequestAborted);
        var serves = context.Connection.LocalPort == new Uri(health.Urls.First()).Port && asked.ToArray().AsSpan().EndsWith("service1"u8);
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(new byte[] { 0, 0, 0, 0, 2, 8, (byte)(serves ? 1 : 2) }, context.RequestAborted);
        context.Response.AppendTrailer("grpc-status", "0");
    }
}

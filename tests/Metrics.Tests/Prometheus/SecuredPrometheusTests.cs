using System.Security.Cryptography.X509Certificates;
using System.Text;
using Rollout.Api;
using Rollout.Metrics.Prometheus;
using Rollout.Support.Serving;

namespace Rollout.Metrics.Tests.Prometheus;

/// <summary>A real Prometheus behind TLS of an authority of our own and a password.</summary>
public class SecuredPrometheusTests
{
    /// <summary>"test", as Prometheus' own documentation of its web configuration has it (docs/configuration/https).</summary>
    private const string Bcrypt = "$2b$12$hNf2lSsxfm0.i4a.1kVpSOVyBCfIB51VRjgBUyv6kdnyTlgWj81Ay";

    [Fact]
    public async Task Answers_who_trusts_its_authority_and_knows_the_password_and_nobody_else()
    {
        var now = TimeProvider.System.GetUtcNow();
        var authority = AskedServer.Certificate(null, now);
        var server = AskedServer.Certificate(authority.Both, now);
        await using var prometheus = await PrometheusServer.StartAsync("global: {}\n", folder => Secure(folder, server), "https");
        var secrets = new AskedServer.Known();
        Assert.Contains("no secure connection (TLS)", await AskAsync(prometheus, secrets), StringComparison.Ordinal);
        secrets.Content["ca.crt"] = AskedServer.Certificate(null, now).Certificate;
        Assert.Contains("no secure connection (TLS)", await AskAsync(prometheus, secrets), StringComparison.Ordinal);
        secrets.Content["ca.crt"] = authority.Certificate;
        Assert.Contains("it refuses us (401, with the secret prom)", await AskAsync(prometheus, secrets), StringComparison.Ordinal);
        (secrets.Content["username"], secrets.Content["password"]) = ("admin", "wrong");
        Assert.Contains("it refuses us (401, with the secret prom)", await AskAsync(prometheus, secrets), StringComparison.Ordinal);
        secrets.Content["password"] = "test";
        Assert.Equal("answered", await AskAsync(prometheus, secrets));
    }

    private static string[] Secure(string folder, (string Certificate, string Key, X509Certificate2 Both) server)
    {
        File.WriteAllText(Path.Combine(folder, "server.crt"), server.Certificate);
        File.WriteAllText(Path.Combine(folder, "server.key"), server.Key);
        var file = Path.Combine(folder, "web.yml");
        File.WriteAllText(file, $"tls_server_config: {{cert_file: server.crt, key_file: server.key}}\nbasic_auth_users: {{admin: {Bcrypt}}}\n", Encoding.ASCII);
        return [$"--web.config.file={file}"];
    }

    private static async Task<string> AskAsync(PrometheusServer prometheus, AskedServer.Known secrets)
    {
        await using var servers = new PrometheusServers(secrets, TimeProvider.System);
        var name = ServerName.Of(new PrometheusSource(prometheus.Address.ToString(), secrets.Content.Count == 0 ? null : "prom"), new WorkloadName("store", "shop"));
        var answer = await servers.AskAsync(name, new PrometheusQuery("up[2m]", StoredStory.Noon), TimeSpan.FromSeconds(30), CancellationToken.None);
        return answer is PrometheusAnswer.Failed failed ? failed.Reason : "answered";
    }
}

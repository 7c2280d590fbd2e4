using System.Net;
using System.Text;
using Rollout.Probes.Network;
using Rollout.Server.Hosting;
using Rollout.Server.Probing;
using Rollout.Support;
using Rollout.Support.Serving;

namespace Rollout.Server.Tests.Probing;

/// <summary>`/probe` with a hostname, of a prober that reaches its targets through a proxy.</summary>
public sealed class ProxiedHostnameTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly ForwardProxy proxy = new();
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromMinutes(1) };
    private TwoSites sites = null!;
    private ProbeServer prober = null!;

    public async Task InitializeAsync()
    {
        sites = await TwoSites.StartAsync();
        folder.Write("m.yaml", $$$"""
            apiVersion: staggered.dev/v1alpha1
            kind: AcceptanceProbe
            metadata: {name: http-2xx}
            spec:
              steps:
              - {name: get, http: {path: /, tls: {caFile: {{{sites.AuthorityFile}}} } }, expect: {bodyMatches: '"site":"(tea|honey)'}}

            """);
        var (server, problems) = await ProbeServer.StartAsync(
            new ProbeServerOptions { Folder = folder.Path, Listen = new ListenAddress(IPAddress.Loopback, 0), Network = new ProbeNetwork { Proxy = new WebProxy(proxy.Address) } },
            TimeProvider.System, CancellationToken.None);
        Assert.Empty(problems);
        prober = server!;
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await prober.DisposeAsync();
        await proxy.DisposeAsync();
        await sites.DisposeAsync();
        folder.Dispose();
    }

    [Theory]
    [InlineData("tea.test", 200)]
    [InlineData("honey.test", 203)]
    public async Task Over_TLS_the_site_is_asked_for_at_the_target_through_a_tunnel(string hostname, int status)
    {
        var (code, text) = await ProbeAsync($"{sites.Secure}&hostname={hostname}");
        Assert.Equal(HttpStatusCode.OK, code);
        Assert.Contains($"\nprobe_http_status_code {status}\n", text, StringComparison.Ordinal);
        Assert.Contains("\nprobe_success 1\n", text, StringComparison.Ordinal);
        Assert.Equal([$"CONNECT {sites.Secure.Authority} Host {sites.Secure.Authority}"], proxy.Asked);
    }

    [Fact]
    public async Task Without_TLS_the_scrape_fails_and_no_other_site_is_asked()
    {
        var (code, text) = await ProbeAsync($"{sites.Plain}&hostname=tea.test");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, code);
        Assert.Contains("cannot be asked for the site tea.test through a proxy", text, StringComparison.Ordinal);
        Assert.Empty(proxy.Asked);
    }

    private async Task<(HttpStatusCode Code, string Text)> ProbeAsync(string target)
    {
        using var answer = await http.GetAsync(new Uri(prober.Address, "probe?target=" + target));
        await using var stream = await answer.Content.ReadAsStreamAsync();
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory);
        return (answer.StatusCode, Encoding.UTF8.GetString(memory.ToArray()));
    }
}

using System.Net;
using Rollout.Api;
using Rollout.Probes.Network;
using Rollout.Probes.Tests.Steps;
using Rollout.Support.Serving;

namespace Rollout.Probes.Tests.Real;

/// <summary>Two sites of nginx behind one address, and a proxy before them: who is connected to, and by which name it is asked.</summary>
public sealed class ProxiedSitesTests : IAsyncLifetime
{
    private TwoSites sites = null!;
    private ForwardProxy proxy = null!;

    public async Task InitializeAsync() => (sites, proxy) = (await TwoSites.StartAsync(), new ForwardProxy());

    public async Task DisposeAsync()
    {
        await proxy.DisposeAsync();
        await sites.DisposeAsync();
    }

    [Theory]
    [InlineData("1.1", "HTTP/1.1")]
    [InlineData("2", "HTTP/2.0")]
    [InlineData(null, "HTTP/2.0")]
    public async Task Over_TLS_the_tunnel_leads_to_the_target_and_the_name_is_asked_for_within_it(string? version, string spoken)
    {
        var result = await RunAsync(sites.Secure, Step("tea.test:8443", version), Step("honey.test", version));
        Assert.True(result.Passed, result.Failure?.ToString());
        Assert.Equal([200, 203], result.Steps.Select(s => s.Facts!.Status!.Value));
        Assert.Equal([Said("tea.test", "tea.test", "tea.test:8443", spoken), Said("honey.test", "honey.test", "honey.test", spoken)], result.Steps.Select(s => s.Body));
        Assert.Equal(Enumerable.Repeat($"CONNECT {sites.Secure.Authority} Host {sites.Secure.Authority}", 2), proxy.Asked);
    }

    [Fact]
    public async Task A_server_name_of_the_step_is_asked_for_in_TLS_and_wanted_in_the_certificate()
    {
        var alone = await RunAsync(sites.Secure, Step(null, serverName: "tea.test"));
        Assert.Equal((404, Said("nobody.test", "tea.test", sites.Secure.Authority, "HTTP/2.0")), (alone.Steps[0].Facts!.Status, alone.Steps[0].Body));
        var beside = await RunAsync(sites.Secure, Step("honey.test", "1.1", "tea.test"));
        Assert.Equal((203, Said("honey.test", "tea.test", "honey.test", "HTTP/1.1")), (beside.Steps[0].Facts!.Status, beside.Steps[0].Body));
    }

    [Theory]
    [InlineData("coffee.test")]
    [InlineData(null)]
    public async Task A_certificate_for_another_name_is_refused_there_too(string? host)
    {
        var result = await RunAsync(sites.Secure, Step(host));
        Assert.Equal("an answer", result.Failure!.Expected);
        Assert.Contains($"the certificate of CN=nobody.test is for another name than {host ?? "the target's"}", result.Failure.Got, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_TLS_a_target_is_asked_for_by_its_name_which_the_proxy_resolves()
    {
        var named = new UriBuilder(sites.Plain) { Host = "tea.test" }.Uri;
        var result = await RunAsync(named, Step(null), Step(named.Authority));
        Assert.True(result.Passed, result.Failure?.ToString());
        Assert.All(result.Steps, s => Assert.Equal(Said("tea.test", "", named.Authority, "HTTP/1.1"), s.Body));
        Assert.All(proxy.Asked, line => Assert.Equal($"GET {named} Host {named.Authority}", line));
    }

    [Fact]
    public async Task Without_TLS_no_other_name_can_be_asked_for_because_a_proxy_puts_the_targets_own_in_its_place()
    {
        var trouble = await Assert.ThrowsAsync<ProbeTroubleException>(() => RunAsync(sites.Plain, Step("tea.test")));
        Assert.Contains($"{sites.Plain.Authority} cannot be asked for the site tea.test through a proxy", trouble.Message, StringComparison.Ordinal);
        Assert.Empty(proxy.Asked);
    }

    [Theory]
    [InlineData("http://169.254.169.254/")]
    [InlineData("https://169.254.169.254/")]
    [InlineData("http://[fe80::1]/")]
    public async Task An_address_that_is_refused_is_not_asked_for_through_a_proxy_either(string target)
    {
        var trouble = await Assert.ThrowsAsync<ProbeTroubleException>(() => RunAsync(new Uri(target), Step(null)));
        Assert.Contains("is refused: link-local", trouble.Message, StringComparison.Ordinal);
        Assert.Empty(proxy.Asked);
    }

    [Fact]
    public async Task What_a_proxy_does_not_reach_is_the_targets_failure_and_what_it_forbids_is_not()
    {
        await using var lost = new RawServer("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
        var failure = (await RunAsync(new WebProxy(lost.Address), sites.Secure, Step("tea.test"))).Failure!;
        Assert.Equal(("an answer", $"the proxy does not reach {sites.Secure.Authority}: status 502"), (failure.Expected, failure.Got));
        await using var strict = new RawServer("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
        var trouble = await Assert.ThrowsAsync<ProbeTroubleException>(() => RunAsync(new WebProxy(strict.Address), sites.Secure, Step("tea.test")));
        Assert.Contains($"the proxy opens no tunnel to {sites.Secure.Authority}: status 407", trouble.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("us%3Aer:p%40ss:w%C3%B6rd@")]
    public async Task A_proxy_that_wants_to_know_who_asks_is_told_and_else_lets_nobody_through(string who)
    {
        await using var strict = new ForwardProxy { Wanted = "Basic dXM6ZXI6cEBzczp3w7ZyZA==" };
        var way = ProxyAddress.Parse($"http://{who}{strict.Address.Authority}")!;
        Assert.Equal(strict.Address.AbsoluteUri, way.Address!.AbsoluteUri);
        var named = new UriBuilder(sites.Plain) { Host = "tea.test" }.Uri;
        if (who.Length > 0)
        {
            Assert.True((await RunAsync(way, sites.Secure, Step("tea.test"))).Passed);
            Assert.True((await RunAsync(way, named, Step(null))).Passed);
            return;
        }

        var trouble = await Assert.ThrowsAsync<ProbeTroubleException>(() => RunAsync(way, sites.Secure, Step("tea.test")));
        Assert.Contains("status 407", trouble.Message, StringComparison.Ordinal);
        trouble = await Assert.ThrowsAsync<ProbeTroubleException>(() => RunAsync(way, named, Step(null)));
        Assert.Contains("the proxy wants to know who asks", trouble.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_certificate_shows_is_noted()
    {
        var result = await RunAsync(sites.Secure, Step("tea.test"));
        Assert.Equal("CN=tea.test", result.Steps[0].Facts!.Tls!.Subject);
        Assert.True(result.Steps[0].Times!.Tls > TimeSpan.Zero);
    }

    private static string Said(string site, string sni, string host, string spoken) =>
        $$"""{"site":"{{site}}","sni":"{{sni}}","host":"{{host}}","kept":"","key":"","over":"{{spoken}}"}""";

    private ProbeStep Step(string? host, string? version = null, string? serverName = null) => new()
    {
        Name = "s",
        Http = new HttpStep
        {
            Path = "/",
            Version = version,
            Headers = host is null ? [] : new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Host"] = host },
            Tls = new TlsSettings { CaFile = sites.AuthorityFile, ServerName = serverName },
        },
    };

    private Task<ProbeResult> RunAsync(Uri target, params ProbeStep[] steps) => RunAsync(new WebProxy(proxy.Address), target, steps);

    private static async Task<ProbeResult> RunAsync(WebProxy way, Uri target, params ProbeStep[] steps)
    {
        var named = steps.Select((s, i) => s with { Name = FormattableString.Invariant($"step {i}") }).ToList();
        var spec = new AcceptanceProbeSpec { Steps = named, Timeout = TimeSpan.FromSeconds(60) };
        Assert.Empty(ProbeValidation.Problems(spec, "p"));

        // Names are the proxy's to resolve.
        var network = new ProbeNetwork { Proxy = way, Resolve = (name, _) => throw new InvalidOperationException($"{name} was resolved") };
        return await new ProbeRunner(TimeProvider.System, network).RunAsync(spec, target, CancellationToken.None);
    }
}

using Rollout.Api;
using Rollout.Probes.Network;
using Rollout.Support.Serving;

namespace Rollout.Probes.Tests.Real;

/// <summary>Two sites of nginx behind one address, each with a certificate of its own.</summary>
public sealed class HostedSitesTests : IAsyncLifetime
{
    private TwoSites sites = null!;

    public async Task InitializeAsync() => sites = await TwoSites.StartAsync();

    public async Task DisposeAsync() => await sites.DisposeAsync();

    [Theory]
    [InlineData("1.1", "HTTP/1.1")]
    [InlineData("2", "HTTP/2.0")]
    [InlineData(null, "HTTP/2.0")]
    public async Task Its_name_is_asked_for_in_TLS_and_in_the_request_and_its_certificate_is_verified(string? version, string spoken)
    {
        var result = await RunAsync(Step("tea.test:8443", version), Step("honey.test", version), Step("tea.test:8443", version));
        Assert.True(result.Passed, result.Failure?.ToString());
        Assert.Equal([200, 203, 200], result.Steps.Select(s => s.Facts!.Status!.Value));
        Assert.Equal(
            [Said("tea.test", "tea.test:8443"), Said("honey.test", "honey.test"), Said("tea.test", "tea.test:8443")],
            result.Steps.Select(s => s.Body));

        string Said(string site, string host) => $$"""{"site":"{{site}}","sni":"{{site}}","host":"{{host}}","kept":"","key":"","over":"{{spoken}}"}""";
    }

    [Fact]
    public async Task A_connection_made_for_one_name_is_used_again_for_it_and_for_no_other()
    {
        var result = await RunAsync(Step("tea.test", "2"), Step("honey.test", "2"), Step("honey.test", "2"), Step("tea.test", "2"));
        Assert.True(result.Passed, result.Failure?.ToString());
        Assert.Equal([true, true, false, false], result.Steps.Select(s => s.Times!.Tls > TimeSpan.Zero));
        Assert.Equal(["CN=tea.test", "CN=honey.test", null, null], result.Steps.Select(s => s.Facts!.Tls?.Subject));
    }

    [Fact]
    public async Task A_certificate_for_another_name_than_the_Host_is_refused()
    {
        Assert.Equal("the certificate of CN=nobody.test is for another name than coffee.test", (await RunAsync(Step("coffee.test"))).Failure!.Got);
        Assert.StartsWith("the certificate of CN=nobody.test is for another name", (await RunAsync(Step(null))).Failure!.Got, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_name_of_the_step_comes_before_the_Host()
    {
        // The sites are parted by the request's Host, whichever name TLS was made for.
        var result = await RunAsync(Step("honey.test", "1.1", serverName: "tea.test"));
        Assert.Equal((203, "CN=tea.test"), (result.Steps[0].Facts!.Status, result.Steps[0].Facts!.Tls!.Subject));
    }

    [Fact]
    public async Task A_relative_redirect_stays_on_the_site_and_one_to_the_address_leaves_it()
    {
        var relative = await RunAsync(Step("honey.test", path: "/relative"));
        Assert.True(relative.Passed, relative.Failure?.ToString());
        Assert.Contains("\"site\":\"honey.test\",\"sni\":\"honey.test\",\"host\":\"honey.test\",\"kept\":\"\",\"key\":\"k\"", relative.Steps[0].Body!, StringComparison.Ordinal);

        // At the address itself nobody has a certificate for it.
        var absolute = await RunAsync(Step("honey.test", path: "/absolute"));
        Assert.StartsWith("the certificate of CN=nobody.test is for another name", absolute.Failure!.Got, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_name_of_the_step_is_not_wanted_of_another_server_that_a_redirect_leads_to()
    {
        var network = new ProbeNetwork { Resolve = (name, _) => Task.FromResult(new[] { name == "tea.test" ? System.Net.IPAddress.Loopback : System.Net.IPAddress.None }) };
        var result = await RunAsync(network, Step($"tea.test:{sites.Secure.Port}", path: "/named", serverName: "honey.test"));
        Assert.True(result.Passed, result.Failure?.ToString());
        Assert.Equal("CN=tea.test", result.Steps[0].Facts!.Tls!.Subject);
    }

    [Fact]
    public async Task Cookies_of_a_site_go_back_to_it_alone()
    {
        var result = await RunAsync(Step("tea.test", path: "/cookie"), Step("honey.test"), Step("tea.test"));
        Assert.True(result.Passed, result.Failure?.ToString());
        Assert.Contains("\"kept\":\"\"", result.Steps[1].Body!, StringComparison.Ordinal);
        Assert.Contains("\"kept\":\"basket=tea.test\"", result.Steps[2].Body!, StringComparison.Ordinal);
    }

    private ProbeStep Step(string? host, string? version = null, string path = "/", string? serverName = null)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["X-Key"] = path == "/" ? "" : "k" };
        if (host is not null)
        {
            headers["Host"] = host;
        }

        return new ProbeStep
        {
            Name = "s",
            Http = new HttpStep { Path = path, Redirects = 2, Version = version, Headers = headers, Tls = new TlsSettings { CaFile = sites.AuthorityFile, ServerName = serverName } },
        };
    }

    private Task<ProbeResult> RunAsync(params ProbeStep[] steps) => RunAsync(new ProbeNetwork(), steps);

    private async Task<ProbeResult> RunAsync(ProbeNetwork network, params ProbeStep[] steps)
    {
        var named = steps.Select((s, i) => s with { Name = FormattableString.Invariant($"step {i}") }).ToList();
        var spec = new AcceptanceProbeSpec { Steps = named, Timeout = TimeSpan.FromSeconds(60) };
        Assert.Empty(ProbeValidation.Problems(spec, "p"));
        return await new ProbeRunner(TimeProvider.System, network).RunAsync(spec, sites.Secure, CancellationToken.None);
    }
}

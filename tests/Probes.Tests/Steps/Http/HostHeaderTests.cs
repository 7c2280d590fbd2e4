using System.Net;
using Rollout.Api;
using Rollout.Probes.Network;
using Rollout.Probes.Steps.Http;

namespace Rollout.Probes.Tests.Steps.Http;

/// <summary>A site's name that is not the target's: who is asked, by which name, and what goes along.</summary>
public sealed class HostHeaderTests : IAsyncLifetime
{
    private ProbedShop shop = null!;

    public async Task InitializeAsync() => shop = await ProbedShop.StartAsync();

    public async Task DisposeAsync() => await shop.DisposeAsync();

    [Theory]
    [InlineData("shop.example", "shop.example")]
    [InlineData("shop.example:8443", "shop.example")]
    [InlineData("shop.example.", "shop.example")]
    [InlineData("my_shop-1", "my_shop-1")]
    [InlineData("192.0.2.7:80", "192.0.2.7")]
    [InlineData("[2001:db8::7]:8443", "2001:db8::7")]
    [InlineData("[2001:db8::7]", "2001:db8::7")]
    public void A_name_or_an_address_is_a_host_with_or_without_a_port(string host, string serverName)
    {
        Assert.Null(HostHeader.Fault(host));
        Assert.Equal(serverName, HostHeader.ServerName(host));
    }

    [Theory]
    [InlineData("")]
    [InlineData("shop.example/basket")]
    [InlineData("https://shop.example")]
    [InlineData("anna@shop.example")]
    [InlineData("shop example")]
    [InlineData(" shop.example")]
    [InlineData("shop.example\r\nX-A: 1")]
    [InlineData("shop.example\t")]
    [InlineData("shop.example:")]
    [InlineData("shop.example:0")]
    [InlineData("shop.example:65536")]
    [InlineData("shop.example:+80")]
    [InlineData("shop..example")]
    [InlineData(".shop.example")]
    [InlineData("shop.example?a=b")]
    [InlineData("shop.example#a")]
    [InlineData("b\u00fccher.example")]
    [InlineData("2001:db8::7")]
    [InlineData("[shop.example]")]
    [InlineData("[2001:db8::7")]
    [InlineData("[fe80::1%25eth0]")]
    [InlineData("{{ customer.host }}")]
    public void What_is_more_or_less_than_that_is_none(string text) => Assert.NotNull(HostHeader.Fault(text));

    [Fact]
    public async Task Arrives_as_the_requests_Host_with_captures_filled_in()
    {
        shop.On("GET /tenant", 200, "{\"tenant\":\"anna\"}");
        shop.On("GET /", 200, "{}");
        var result = await RunAsync(Step("/tenant") with { Capture = Map("tenant", "$.tenant") }, Step("/", ("host", "{{ tenant }}.shop.example:8080")));
        Assert.True(result.Passed, result.Failure?.ToString());
        Assert.Equal([shop.Address.Authority, "anna.shop.example:8080"], Hosts);
    }

    [Fact]
    public async Task A_capture_that_makes_no_host_of_it_fails_the_step_before_anything_is_sent()
    {
        shop.On("GET /tenant", 200, "{\"tenant\":\"anna@bank.example/\"}");
        var result = await RunAsync(Step("/tenant") with { Capture = Map("tenant", "$.tenant") }, Step("/", ("Host", "{{ tenant }}.shop.example")));
        Assert.Equal(("a request that can be sent", "\"anna@bank.example/.shop.example\" is no host: neither a name in ASCII nor an address, with or without a port"),
            (result.Failure!.Expected, result.Failure.Got));
        Assert.Single(shop.Requests);
    }

    [Theory]
    [InlineData("bank.example")]
    [InlineData("169.254.169.254")]
    public async Task Never_changes_who_is_connected_to_nor_is_it_resolved(string host)
    {
        shop.On("GET /", 200, "{}");
        var asked = new List<string>();
        var network = new ProbeNetwork
        {
            Resolve = (name, _) =>
            {
                asked.Add(name);
                return Task.FromResult(new[] { IPAddress.Loopback });
            },
        };
        var result = await RunAsync(new UriBuilder(shop.Address) { Host = "innocent.test" }.Uri, network, Step("/", ("Host", host)));
        Assert.True(result.Passed, result.Failure?.ToString());
        Assert.Equal(IPAddress.Loopback, result.Steps[0].Facts!.Address);
        Assert.Equal(["innocent.test"], asked);
        Assert.Equal([host], Hosts);
    }

    [Fact]
    public async Task A_target_that_is_refused_stays_so_whatever_the_Host()
    {
        var trouble = await Assert.ThrowsAsync<ProbeTroubleException>(
            () => RunAsync(new Uri("http://169.254.169.254"), new ProbeNetwork(), Step("/", ("Host", shop.Address.Authority))));
        Assert.Contains("link-local addresses are refused", trouble.Message, StringComparison.Ordinal);
        Assert.Empty(shop.Requests);
    }

    [Fact]
    public async Task A_relative_redirect_keeps_it_and_the_steps_own_headers()
    {
        Redirect("/from", "/to?a=b");
        shop.On("GET /to", 200, "{}");
        Assert.True((await RunAsync(Step("/from", ("Host", "shop.example"), ("X-Key", "k")))).Passed);
        Assert.Equal(["shop.example", "shop.example"], Hosts);
        Assert.Equal("k", shop.Requests[1].Headers["X-Key"]);
    }

    [Theory]
    [InlineData("http://{0}/to")]
    [InlineData("//{0}/to")]
    public async Task A_redirect_that_names_a_server_takes_neither_along_be_it_the_very_same_address(string location)
    {
        Redirect("/from", string.Format(System.Globalization.CultureInfo.InvariantCulture, location, shop.Address.Authority));
        shop.On("GET /to", 200, "{}");
        Assert.True((await RunAsync(Step("/from", ("Host", "shop.example"), ("X-Key", "k")))).Passed);
        Assert.Equal(["shop.example", shop.Address.Authority], Hosts);
        Assert.DoesNotContain("X-Key", shop.Requests[1].Headers.Keys);
        Assert.Equal("rollout", shop.Requests[1].Headers["X-Synthetic"]);
    }

    [Fact]
    public async Task A_redirect_to_the_site_by_its_name_goes_where_that_name_leads_and_leaves_the_steps_own_headers_behind()
    {
        Redirect("/from", new UriBuilder(shop.Address) { Host = "shop.example", Path = "/to" }.Uri.ToString());
        shop.On("GET /to", 200, "{}");
        var network = new ProbeNetwork { Resolve = (name, _) => Task.FromResult(new[] { name == "shop.example" ? IPAddress.Loopback : IPAddress.None }) };
        Assert.True((await RunAsync(shop.Address, network, Step("/from", ("Host", $"shop.example:{shop.Address.Port}"), ("X-Key", "k")))).Passed);
        Assert.Equal([$"shop.example:{shop.Address.Port}", $"shop.example:{shop.Address.Port}"], Hosts);
        Assert.DoesNotContain("X-Key", shop.Requests[1].Headers.Keys);
    }

    [Fact]
    public async Task Cookies_are_kept_under_the_sites_name_and_no_other_site_of_the_same_address_sees_them()
    {
        shop.Routes["GET /login"] = c =>
        {
            // A browser would refuse the first at an address, and the second at shop.example.
            c.Response.Headers.SetCookie = new(["who=anna; Domain=shop.example", "bank=x; Domain=bank.example"]);
            return Task.CompletedTask;
        };
        shop.On("GET /", 200, "{}");
        var result = await RunAsync(
            Step("/login", ("Host", "www.shop.example")), Step("/", ("Host", "bank.example")), Step("/", ("Host", "shop.example:8443")), Step("/"));
        Assert.True(result.Passed, result.Failure?.ToString());
        Assert.Equal(["", "", "who=anna", ""], shop.Requests.Select(r => r.Headers.GetValueOrDefault("Cookie", "")));
    }

    private IEnumerable<string> Hosts => shop.Requests.Select(r => r.Headers["Host"]);

    private static Dictionary<string, string> Map(string key, string value) => new(StringComparer.Ordinal) { [key] = value };

    private static ProbeStep Step(string path, params (string Name, string Value)[] headers) => new()
    {
        Name = "s",
        Http = new HttpStep { Path = path, Redirects = 3, Headers = headers.ToDictionary(h => h.Name, h => h.Value, StringComparer.OrdinalIgnoreCase) },
    };

    private void Redirect(string from, string to) => shop.Routes["GET " + from] = c =>
    {
        c.Response.StatusCode = 302;
        c.Response.Headers.Location = to;
        return Task.CompletedTask;
    };

    private Task<ProbeResult> RunAsync(params ProbeStep[] steps) => RunAsync(shop.Address, new ProbeNetwork(), steps);

    private static async Task<ProbeResult> RunAsync(Uri target, ProbeNetwork network, params ProbeStep[] steps)
    {
        var named = steps.Select((s, i) => s with { Name = FormattableString.Invariant($"step {i}") }).ToList();
        var spec = new AcceptanceProbeSpec { Steps = named, Timeout = TimeSpan.FromSeconds(60) };
        Assert.Empty(ProbeValidation.Problems(spec, "p"));
        return await new ProbeRunner(TimeProvider.System, network).RunAsync(spec, target, CancellationToken.None);
    }
}

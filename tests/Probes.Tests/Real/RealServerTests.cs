using System.Globalization;
using Rollout.Api;
using Rollout.Probes.Network;

namespace Rollout.Probes.Tests.Real;

/// <summary>Every expectation passes once and fails once against servers that people run.</summary>
[Collection("real servers")]
public sealed class RealServerTests(RealServers servers)
{
    private const string Fits = """{"type":"object","required":["id","total"],"properties":{"id":{"type":"string"},"total":{"type":"number","minimum":1}}}""";
    private const string DoesNot = """{"type":"object","properties":{"total":{"type":"integer"}}}""";

    private TlsSettings Trusting => new() { CaFile = servers.AuthorityFile };

    public static TheoryData<string, Expectation, string?, string?> Expectations => new()
    {
        { "/ok", new Expectation(), null, null },
        { "/broken", new Expectation(), "status 2xx", "status 500" },
        { "/broken", new Expectation { Status = [500, 503] }, null, null },
        { "/ok", new Expectation { Status = [201] }, "status 201", "status 200" },
        { "/ok", new Expectation { Headers = Map("Server", "^nginx/1"), HeadersNever = Map("X-Powered-By", ".") }, null, null },
        { "/ok", new Expectation { Headers = Map("Server", "^Apache") }, "a header Server that matches ^Apache", "nginx/" },
        { "/ok", new Expectation { Headers = Map("X-Nothing", ".") }, "a header X-Nothing that matches .", "no such header" },
        { "/ok", new Expectation { HeadersNever = Map("X-Shop", "honey") }, "no header X-Shop that matches honey", "tea and honey" },
        { "/ok", new Expectation { BodyMatches = ["paid", "\"id\""], BodyNever = ["declined"] }, null, null },
        { "/ok", new Expectation { BodyMatches = ["paid", "declined"] }, "a body that matches declined", "a body that does not" },
        { "/ok", new Expectation { BodyNever = ["paid"] }, "a body that does not match paid", "a body that does" },
        { "/ok", new Expectation { JsonPath = Map("$.state", "paid") }, null, null },
        { "/ok", new Expectation { JsonPath = Map("$.state", "open") }, "$.state to be open", "paid" },
        { "/ok", new Expectation { Schema = Fits }, null, null },
        { "/ok", new Expectation { Schema = DoesNot }, "$.total to be integer", "12.5" },
        { "/ok", new Expectation { MaxDuration = TimeSpan.FromSeconds(20) }, null, null },
        { "/slow", new Expectation { MaxDuration = TimeSpan.FromSeconds(20) }, "the whole run within 3s", "no answer by then" },
        { "/items.json", new Expectation { MinBytes = 10_000, MaxBytes = 20_000 }, null, null },
        { "/items.json", new Expectation { MaxBytes = 1000 }, "a body of at most 1000 bytes", "10411 bytes" },
        { "/ok", new Expectation { MinBytes = 1000 }, "a body of at least 1000 bytes", "bytes" },
        { "/ok", new Expectation { Versions = ["1.1"], Secure = false }, null, null },
        { "/ok", new Expectation { Versions = ["2"] }, "HTTP/2", "HTTP/1.1" },
        { "/ok", new Expectation { Secure = true }, "an answer over TLS", "one without" },
        { "/huge", new Expectation(), "a body of at most 1048576 bytes", "a longer one" },
    };

    [Theory]
    [MemberData(nameof(Expectations))]
    public async Task Nginx_meets_an_expectation_or_the_failure_says_what_came(string path, Expectation expect, string? expected, string? got)
    {
        var result = await RunAsync(servers.Nginx, new HttpStep { Path = path }, expect);
        AssertStep(result, expected, got);
    }

    [Fact]
    public async Task A_failure_shows_the_beginning_of_the_body_without_its_secrets()
    {
        var result = await RunAsync(servers.Nginx, new HttpStep { Path = "/broken" });
        Assert.Equal("{\"error\":\"out of honey\",\"token\":\"***\"}", result.Failure!.Body);
    }

    [Fact]
    public async Task Packed_bodies_are_unpacked()
    {
        var result = await RunAsync(servers.Nginx, new HttpStep { Path = "/items.json" }, new Expectation { Headers = Map("Content-Encoding", "^gzip$"), JsonPath = Map("$.items[399].sku", "tea") });
        AssertStep(result, null, null);
        Assert.Equal(10411, result.Steps[0].Facts!.BodyBytes);
    }

    [Theory]
    [InlineData("/once", 0, "status 2xx", "status 302")]
    [InlineData("/once", 1, null, null)]
    [InlineData("/loop", 5, "status 2xx", "status 302, one more after 5, to http://127.0.0.1:")]
    public async Task Redirects_are_followed_as_far_as_allowed(string path, int redirects, string? expected, string? got) =>
        AssertStep(await RunAsync(servers.Nginx, new HttpStep { Path = path, Redirects = redirects }), expected, got);

    [Fact]
    public async Task A_redirect_to_a_metadata_address_is_not_followed_there()
    {
        var result = await RunAsync(servers.Nginx, new HttpStep { Path = "/away", Redirects = 5 });
        AssertStep(result, "an answer", "the address 169.254.169.254 is refused: link-local addresses are refused (metadata services answer there)");
    }

    [Fact]
    public async Task A_redirect_from_TLS_to_plain_is_not_followed() =>
        AssertStep(await RunAsync(servers.NginxTls, new HttpStep { Path = "/down", Redirects = 5, Tls = Trusting }), "status 2xx", "status 302, a redirect from https to http");

    [Theory]
    [InlineData(null, "2")]
    [InlineData("1.1", "1.1")]
    [InlineData("2", "2")]
    public async Task TLS_is_verified_and_agrees_on_the_version(string? version, string spoken)
    {
        foreach (var address in new[] { servers.NginxTls, servers.HaProxyTls })
        {
            var result = await RunAsync(address, new HttpStep { Path = "/ok", Version = version, Tls = Trusting }, new Expectation { Versions = [spoken], Secure = true });
            AssertStep(result, null, null);
            Assert.Equal("TLS 1.3", result.Steps[0].Facts!.Tls!.Version);
            Assert.True(result.Steps[0].Times!.Tls > TimeSpan.Zero);
        }
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused()
    {
        AssertStep(await RunAsync(servers.NginxTls, new HttpStep { Path = "/ok" }), "an answer", "the certificate of CN=shop.test is not trusted: PartialChain");
        AssertStep(await RunAsync(servers.NginxTls, new HttpStep { Path = "/ok", Tls = new TlsSettings { SkipVerify = true } }), null, null);
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_refused() =>
        AssertStep(
            await RunAsync(servers.NginxTls, new HttpStep { Path = "/ok", Tls = Trusting with { ServerName = "bank.test" } }),
            "an answer", "the certificate of CN=shop.test is for another name than bank.test");

    [Fact]
    public async Task A_plain_server_where_TLS_is_expected_fails_with_its_reason()
    {
        var result = await RunAsync(new UriBuilder(servers.Nginx) { Scheme = "https" }.Uri, new HttpStep { Path = "/ok" });
        AssertStep(result, "an answer", "no TLS handshake: ");
    }

    [Fact]
    public async Task HTTP_2_without_TLS_is_spoken_where_asked_for_and_fails_where_it_is_not_understood()
    {
        var result = await RunAsync(servers.Nginx, new HttpStep { Path = "/ok", Version = "2" });
        Assert.False(result.Passed);
        AssertStep(await RunAsync(servers.HaProxy, new HttpStep { Path = "/ok", Version = "2" }, new Expectation { Versions = ["2"], Headers = Map("X-Through", "haproxy") }), null, null);
    }

    [Fact]
    public async Task HAProxy_tells_that_it_is_drained()
    {
        AssertStep(await RunAsync(servers.HaProxy, new HttpStep { Path = "/ok" }), null, null);
        AssertStep(await RunAsync(servers.HaProxy, new HttpStep { Path = "/drained" }), "status 2xx", "status 503");
    }

    [Fact]
    public async Task Forms_bodies_mark_and_trace_arrive()
    {
        var form = new HttpStep { Method = "POST", Path = "/posted", Form = Map("user", "a&b") };
        AssertStep(await RunAsync(servers.Nginx, form, new Expectation { JsonPath = Map("$.type", "application/x-www-form-urlencoded"), BodyMatches = ["\"trace\":\"00-[0-9a-f]{32}-[0-9a-f]{16}-01\""] }), null, null);
        var json = new HttpStep { Method = "POST", Path = "/posted", Json = "{\"a\":1}" };
        AssertStep(await RunAsync(servers.Nginx, json, new Expectation { JsonPath = Map("$.mark", "rollout") }), null, null);
    }

    [Fact]
    public async Task Days_until_a_certificate_ends_are_counted()
    {
        var step = new ProbeStep { Name = "s", Tls = new TlsStep { Settings = new TlsSettings { CaFile = servers.ExpiringAuthorityFile } }, Expect = new Expectation { ValidDays = 5 } };
        AssertStep(await RunAsync(servers.NginxExpiring, step), null, null);
        var ends = TimeProvider.System.GetUtcNow().AddDays(5).AddHours(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        AssertStep(await RunAsync(servers.NginxExpiring, step with { Expect = new Expectation { ValidDays = 14 } }), "certificates that hold for 14 days", $"one that ends on {ends}, in 5 days");
        AssertStep(await RunAsync(servers.NginxExpiring, step with { Tls = new TlsStep() }), "a TLS connection", "the certificate of CN=shop.test is not trusted: PartialChain");
    }

    [Fact]
    public async Task A_conversation_over_TCP_passes_and_fails()
    {
        var talk = new TcpStep { Talk = [new TcpTurn { Send = "GET /ok HTTP/1.0" }, new TcpTurn { Send = "" }, new TcpTurn { Expect = "^HTTP/1.1 200" }, new TcpTurn { Expect = "\"state\":\"paid\"" }] };
        AssertStep(await RunAsync(servers.Nginx, new ProbeStep { Name = "s", Tcp = talk }), null, null);
        AssertStep(await RunAsync(servers.NginxTls, new ProbeStep { Name = "s", Tcp = talk with { Tls = Trusting } }), null, null);
        AssertStep(await RunAsync(servers.Nginx, new ProbeStep { Name = "s", Tcp = new TcpStep() }), null, null);
        AssertStep(
            await RunAsync(servers.Nginx, new ProbeStep { Name = "s", Tcp = talk with { Talk = [.. talk.Talk.Take(2), new TcpTurn { Expect = "^SMTP" }] } }),
            "a line that matches ^SMTP", "\"{\"id\":\"b7\"");
    }

    [Fact]
    public async Task Where_the_time_went_is_told_apart()
    {
        var result = await RunAsync(new UriBuilder(servers.NginxTls) { Host = "localhost" }.Uri, new HttpStep { Path = "/ok", Tls = Trusting });
        var times = result.Steps[0].Times!;
        Assert.All(times.Named().Where(t => t.Phase != "transfer"), t => Assert.True(t.Took > TimeSpan.Zero, t.Phase));
        Assert.True(times.Named().Aggregate(TimeSpan.Zero, (sum, t) => sum + t.Took) <= result.Steps[0].Duration);
    }

    internal static Dictionary<string, string> Map(string key, string value) => new(StringComparer.OrdinalIgnoreCase) { [key] = value };

    private static void AssertStep(ProbeResult result, string? expected, string? got)
    {
        Assert.True(expected is null == result.Passed, result.Failure is { } f ? $"expected {f.Expected}, got {f.Got}" : "passed");
        Assert.Equal(expected, result.Failure?.Expected);
        if (got is not null)
        {
            Assert.Contains(got, result.Failure!.Got, StringComparison.Ordinal);
        }
    }

    private static Task<ProbeResult> RunAsync(Uri target, HttpStep http, Expectation? expect = null) =>
        RunAsync(target, new ProbeStep { Name = "s", Http = http, Expect = expect ?? new Expectation() });

    private static async Task<ProbeResult> RunAsync(Uri target, ProbeStep step)
    {
        var spec = new AcceptanceProbeSpec { Steps = [step], Timeout = TimeSpan.FromSeconds(step.Http?.Path == "/slow" ? 3 : 30) };
        Assert.Empty(ProbeValidation.Problems(spec, "p"));
        return await new ProbeRunner(TimeProvider.System, new ProbeNetwork()).RunAsync(spec, target, CancellationToken.None);
    }
}

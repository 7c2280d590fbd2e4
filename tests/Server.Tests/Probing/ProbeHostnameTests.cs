using Rollout.Api;
using Rollout.Server.Probing;

namespace Rollout.Server.Tests.Probing;

public sealed class ProbeHostnameTests
{
    private static readonly Uri Target = new("https://192.0.2.7:8443");

    [Fact]
    public void Every_step_that_names_a_server_names_this_one_unless_it_says_another_itself()
    {
        var named = new TlsSettings { ServerName = "own.example" };
        var spec = Spec(
            new ProbeStep { Name = "a", Http = new HttpStep { Path = "/", Headers = Headers("hOST", "shop.example:8443") } },
            new ProbeStep { Name = "b", Tcp = new TcpStep { Tls = new TlsSettings(), Talk = [new TcpTurn { StartTls = new TlsSettings() }, new TcpTurn { StartTls = named }, new TcpTurn { Send = "QUIT" }] } },
            new ProbeStep { Name = "c", Tcp = new TcpStep() },
            new ProbeStep { Name = "d", Tls = new TlsStep() },
            new ProbeStep { Name = "e", Grpc = new GrpcStep { Tls = named } },
            new ProbeStep { Name = "f", Dns = new DnsStep { Name = "shop.example" } });
        Assert.Null(ProbeHostname.Refusal(spec, "shop.example:8443", Target));
        var steps = ProbeHostname.Applied(spec, "shop.example:8443").Steps;
        Assert.Equal("shop.example:8443", Assert.Single(steps[0].Http!.Headers).Value);
        Assert.Equal("shop.example", steps[1].Tcp!.Tls!.ServerName);
        Assert.Equal(["shop.example", "own.example", null], steps[1].Tcp!.Talk.Select(t => t.StartTls?.ServerName));
        Assert.Null(steps[2].Tcp!.Tls);
        Assert.Equal("shop.example", steps[3].Tls!.Settings.ServerName);
        Assert.Equal("own.example", steps[4].Grpc!.Tls!.ServerName);
        Assert.Equal(spec.Steps[5], steps[5]);
    }

    [Theory]
    [InlineData(null, "https://shop.example", "shop.example", true)]
    [InlineData(null, "https://shop.example", "SHOP.example", true)]
    [InlineData(null, "https://shop.example", "admin.shop.example", false)]
    [InlineData(null, "https://shop.example:8443", "shop.example", false)]
    [InlineData(null, "https://shop.example:8443", "shop.example:8443", true)]
    [InlineData("shop.example", "https://192.0.2.7", "shop.example", true)]
    [InlineData("shop.example", "https://192.0.2.7", "192.0.2.7", false)]
    [InlineData(null, "https://192.0.2.7", "shop.example", false)]
    public void A_test_customer_is_sent_to_no_other_site_of_the_same_server(string? own, string target, string hostname, bool allowed)
    {
        var step = new ProbeStep { Name = "a", Http = new HttpStep { Path = "/", Headers = own is null ? Headers() : Headers("Host", own) } };
        Assert.Equal(allowed, ProbeHostname.Refusal(Spec(step) with { CustomerSecret = "anna" }, hostname, new Uri(target)) is null);
    }

    [Theory]
    [InlineData("shop.example", true)]
    [InlineData("bank.example", false)]
    public void Nor_is_what_it_says_in_a_conversation_over_TLS(string hostname, bool allowed)
    {
        var target = new Uri("tcp://shop.example:995");
        foreach (var step in new[]
        {
            new ProbeStep { Name = "a", Tcp = new TcpStep { Tls = new TlsSettings() } },
            new ProbeStep { Name = "a", Tcp = new TcpStep { Talk = [new TcpTurn { StartTls = new TlsSettings() }] } },
            new ProbeStep { Name = "a", Tls = new TlsStep() },
            new ProbeStep { Name = "a", Grpc = new GrpcStep { Tls = new TlsSettings() } },
        })
        {
            Assert.Equal(allowed, ProbeHostname.Refusal(Spec(step) with { CustomerSecret = "anna" }, hostname, target) is null);
        }
    }

    private static AcceptanceProbeSpec Spec(params ProbeStep[] steps) => new() { Steps = steps };

    private static Dictionary<string, string> Headers(string? name = null, string value = "") =>
        name is null ? [] : new(StringComparer.OrdinalIgnoreCase) { [name] = value };
}

using Rollout.Api;

namespace Rollout.Probes.Tests.Real;

/// <summary>Questions to dnsmasq. The name of the machine's resolver is never used.</summary>
[Collection("real servers")]
public sealed class DnsServerTests(RealServers servers)
{
    [Theory]
    [InlineData("shop.test", "A", "shop.test.\t0\tIN\tA\t192.0.2.7")]
    [InlineData("shop.test", "AAAA", "shop.test.\t0\tIN\tAAAA\t2001:db8::7")]
    [InlineData("www.shop.test", "CNAME", "www.shop.test.\t0\tIN\tCNAME\tshop.test.")]
    [InlineData("shop.test", "MX", "shop.test.\t0\tIN\tMX\t10 mail.shop.test.")]
    [InlineData("shop.test", "TXT", "shop.test.\t0\tIN\tTXT\t\"v=1\" \"a b\"")]
    [InlineData("_shop._tcp.shop.test", "SRV", "_shop._tcp.shop.test.\t0\tIN\tSRV\t1 2 8080 shop.test.")]
    [InlineData("7.2.0.192.in-addr.arpa", "PTR", "7.2.0.192.in-addr.arpa.\t0\tIN\tPTR\tshop.test.")]
    public async Task Records_of_each_type_are_read_over_UDP_and_TCP(string name, string type, string record)
    {
        foreach (var transport in new[] { "udp", "tcp" })
        {
            var result = await RunAsync(new DnsStep { Name = name, Type = type, Transport = transport }, new Expectation());
            Assert.True(result.Passed, result.Failure?.ToString());
            Assert.Equal(record.Replace('\t', ' '), result.Steps[0].Body!.Split("  ")[0]);
        }
    }

    [Fact]
    public async Task An_answer_that_does_not_fit_into_a_datagram_is_asked_for_over_TCP()
    {
        var result = await RunAsync(new DnsStep { Name = "long.shop.test", Type = "TXT" }, new Expectation { AnswersAny = ["x59\""] });
        Assert.True(result.Passed, result.Failure?.ToString());
        Assert.Equal(60, result.Steps[0].Facts!.DnsRecords!.Value.Answer);
    }

    public static TheoryData<string, Expectation, string?, string?> Expectations => new()
    {
        { "shop.test", new Expectation { AnswersAny = ["192\\.0\\.2\\.7$"], AnswersAll = ["\tA\t"], AnswersNever = ["127\\."] }, null, null },
        { "shop.test", new Expectation { AnswersAny = ["198\\.51"] }, "a record that matches 198\\.51", "shop.test. 0 IN A 192.0.2.7" },
        { "shop.test", new Expectation { AnswersAll = ["AAAA"] }, "every record to match AAAA", "shop.test. 0 IN A 192.0.2.7" },
        { "shop.test", new Expectation { AnswersNever = ["192"] }, "no record that matches 192", "shop.test. 0 IN A 192.0.2.7" },
        { "nothing.test", new Expectation { Rcode = ["NXDOMAIN"] }, null, null },
        { "nothing.test", new Expectation(), "NOERROR", "NXDOMAIN" },
        { "nothing.test", new Expectation { Rcode = ["NXDOMAIN"], AnswersAll = ["."] }, "every record to match .", "no record" },
    };

    [Theory]
    [MemberData(nameof(Expectations))]
    public async Task Answers_meet_an_expectation_or_the_failure_says_what_came(string name, Expectation expect, string? expected, string? got)
    {
        var result = await RunAsync(new DnsStep { Name = name }, expect);
        Assert.Equal((expected, got), (result.Failure?.Expected, result.Failure?.Got));
    }

    [Fact]
    public async Task A_server_of_the_steps_own_is_asked_instead_of_the_target()
    {
        var spec = new AcceptanceProbeSpec { Steps = [new ProbeStep { Name = "s", Dns = new DnsStep { Name = "shop.test", Server = $"127.0.0.1:{servers.Dnsmasq.Port}" } }] };
        Assert.Empty(ProbeValidation.Problems(spec, "p"));
        var result = await new ProbeRunner(TimeProvider.System).RunAsync(spec, servers.Nginx, CancellationToken.None);
        Assert.True(result.Passed, result.Failure?.ToString());
    }

    private async Task<ProbeResult> RunAsync(DnsStep dns, Expectation expect)
    {
        var spec = new AcceptanceProbeSpec { Steps = [new ProbeStep { Name = "s", Dns = dns, Expect = expect }], Timeout = TimeSpan.FromSeconds(30) };
        Assert.Empty(ProbeValidation.Problems(spec, "p"));
        return await new ProbeRunner(TimeProvider.System).RunAsync(spec, servers.Dnsmasq, CancellationToken.None);
    }
}

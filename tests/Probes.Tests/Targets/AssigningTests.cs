using System.Net;
using System.Net.Sockets;
using Rollout.Api;
using Rollout.Probes.Schedule;
using Rollout.Probes.Targets;

namespace Rollout.Probes.Tests.Targets;

public class AssigningTests
{
    private static readonly AcceptanceProbeSpec Spec = new() { Steps = [] };

    public static TheoryData<ProbeTarget?, string?, string[]> Targets => new()
    {
        { new ProbeTarget { Url = new Uri("https://shop.example") }, null, ["service https://shop.example/"] },
        { new ProbeTarget { Service = "shop", Port = 8080, Nodes = ProbedNodes.Service }, null, ["service http://shop:8080/"] },
        { new ProbeTarget { Service = "shop", Scheme = "https", Nodes = ProbedNodes.Service }, "store", ["service https://shop.store/"] },
        { new ProbeTarget { Service = "shop", Port = 8080 }, null, ["n1 http://10.0.0.1:9001/", "n2 http://10.0.0.2:8080/"] },
        { null, null, [] },
    };

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task A_target_is_a_url_a_service_or_each_of_its_nodes(ProbeTarget? target, string? space, string[] expected)
    {
        var nodes = new ListedNodes([new ProbedNode("n1", "10.0.0.1", 9001), new ProbedNode("n2", "10.0.0.2", null)]);
        var assigned = await Assigning.NowAsync([new AcceptanceProbe("p", space, Spec with { Target = target })], nodes, [], CancellationToken.None);
        Assert.Equal(expected, assigned.Select(a => $"{a.Node} {a.Address}"));
    }

    [Fact]
    public async Task Nodes_that_cannot_be_told_go_on_as_they_were_and_nodes_that_are_gone_do_not()
    {
        var probe = new AcceptanceProbe("p", null, Spec with { Target = new ProbeTarget { Service = "shop", Port = 80 } });
        IReadOnlyList<ProbeAssignment> before = [new("p", "10.0.0.1", probe.Spec, new Uri("http://10.0.0.1"))];
        var away = new ResolvedNodes((_, _) => Task.FromException<IPAddress[]>(new SocketException((int)SocketError.TryAgain)));
        Assert.Equal(before, await Assigning.NowAsync([probe], away, before, CancellationToken.None));
        var gone = new ResolvedNodes((_, _) => Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound)));
        Assert.Empty(await Assigning.NowAsync([probe], gone, before, CancellationToken.None));
    }

    [Fact]
    public async Task Every_address_of_a_name_is_a_node()
    {
        var nodes = new ResolvedNodes((name, _) => Task.FromResult<IPAddress[]>(name == "shop.store" ? [IPAddress.Parse("10.0.0.2"), IPAddress.Parse("10.0.0.1")] : []));
        var found = await nodes.NodesAsync(new ProbeTarget { Service = "shop" }, "store", CancellationToken.None);
        Assert.Equal(["10.0.0.1", "10.0.0.2"], found!.Select(n => n.Name));
    }

    [Theory]
    [InlineData("https://shop.example/a?b", "http", "https shop.example 443")]
    [InlineData("shop.example:8080", "http", "http shop.example 8080")]
    [InlineData("[::1]:53", "dns", "dns [::1] 53")]
    [InlineData("192.0.2.53", "dns", "dns 192.0.2.53 -1")]
    [InlineData("http://user:secret@shop.example", "http", null)]
    [InlineData("ftp://shop.example", "http", null)]
    [InlineData("", "http", null)]
    public void Targets_are_read_as_people_write_them(string text, string scheme, string? read) =>
        Assert.Equal(read, TargetText.Parse(text, scheme) is { } uri ? FormattableString.Invariant($"{uri.Scheme} {uri.Host} {uri.Port}") : null);
}

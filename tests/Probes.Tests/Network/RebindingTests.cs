using System.Net;
using Rollout.Api;
using Rollout.Probes.Network;

namespace Rollout.Probes.Tests.Network;

/// <summary>Names that stand for other addresses than one would think, and for others a moment later.</summary>
public class RebindingTests : IAsyncLifetime
{
    private static readonly AcceptanceProbeSpec Spec = new() { Steps = [new ProbeStep { Name = "a", Http = new HttpStep { Path = "/" } }], Timeout = TimeSpan.FromSeconds(30) };
    private ProbedShop shop = null!;
    private int asked;

    public async Task InitializeAsync()
    {
        shop = await ProbedShop.StartAsync();
        shop.On("GET /", 200, "{}");
    }

    public async Task DisposeAsync() => await shop.DisposeAsync();

    [Fact]
    public async Task A_name_is_resolved_once_and_the_address_that_was_judged_is_the_one_connected_to()
    {
        // The second answer would lead to the metadata service.
        var result = await RunAsync("127.0.0.1", "169.254.169.254");
        Assert.True(result.Passed, result.Failure?.ToString());
        Assert.Equal((1, IPAddress.Loopback), (asked, result.Steps[0].Facts!.Address));
    }

    [Fact]
    public async Task A_name_of_a_metadata_service_is_trouble_and_no_failure_of_the_target()
    {
        var trouble = await Assert.ThrowsAsync<ProbeTroubleException>(() => RunAsync("169.254.169.254"));
        Assert.Equal("innocent.test stands for 169.254.169.254: refused, link-local addresses are refused (metadata services answer there)", trouble.Message);
        Assert.Empty(shop.Requests);
    }

    [Fact]
    public async Task One_good_address_does_not_carry_a_bad_one_with_it()
    {
        var network = Network(["169.254.169.254,127.0.0.1"]);
        var result = await new ProbeRunner(TimeProvider.System, network).RunAsync(Spec, Target, CancellationToken.None);
        Assert.True(result.Passed, result.Failure?.ToString());
        Assert.Equal(IPAddress.Loopback, result.Steps[0].Facts!.Address);
    }

    [Fact]
    public async Task An_address_that_is_denied_is_not_tried_though_another_one_of_the_name_is_allowed()
    {
        // The shop listens at the first one alone.
        var network = Network(["127.0.0.1,127.0.0.2"]) with { Policy = new AddressPolicy { Deny = [IPNetwork.Parse("127.0.0.1/32")] } };
        var result = await new ProbeRunner(TimeProvider.System, network).RunAsync(Spec, Target, CancellationToken.None);
        Assert.StartsWith("no connection", result.Failure!.Got, StringComparison.Ordinal);
        Assert.Empty(shop.Requests);
    }

    [Fact]
    public async Task A_name_that_stands_for_nothing_fails_with_its_reason()
    {
        var network = new ProbeNetwork { Resolve = (_, _) => Task.FromException<IPAddress[]>(new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.HostNotFound)) };
        var result = await new ProbeRunner(TimeProvider.System, network).RunAsync(Spec, Target, CancellationToken.None);
        Assert.Equal(("an answer", "the name cannot be resolved"), (result.Failure!.Expected, result.Failure.Got));
    }

    [Fact]
    public async Task A_second_address_is_tried_where_the_first_refuses()
    {
        // Nobody listens on the shop's port at the second loopback address.
        var result = await new ProbeRunner(TimeProvider.System, Network(["127.0.0.2,127.0.0.1"])).RunAsync(Spec, Target, CancellationToken.None);
        Assert.True(result.Passed, result.Failure?.ToString());
    }

    private Uri Target => new($"http://innocent.test:{shop.Address.Port}");

    private async Task<ProbeResult> RunAsync(params string[] answers) =>
        await new ProbeRunner(TimeProvider.System, Network(answers)).RunAsync(Spec, Target, CancellationToken.None);

    private ProbeNetwork Network(string[] answers) => new()
    {
        Resolve = (_, _) => Task.FromResult(answers[Math.Min(asked++, answers.Length - 1)].Split(',').Select(IPAddress.Parse).ToArray()),
    };
}

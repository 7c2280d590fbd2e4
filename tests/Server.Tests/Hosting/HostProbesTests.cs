using System.Net;
using System.Text;
using Rollout.Probes.Network;

namespace Rollout.Server.Tests.Hosting;

/// <summary>What a whole controller of hosts does with its probes.</summary>
public class HostProbesTests
{
    private const string Probe = """
          probes:
          - {name: front, probe: {interval: 100ms, timeout: 100ms, steps: [{name: look, http: {path: /metrics}}]}}
        """;

    [Fact]
    public async Task Probes_reach_no_address_that_the_controller_was_told_to_deny()
    {
        await using var world = await HostWorld.StartAsync(Probe, probing: new ProbeNetwork { Policy = new AddressPolicy { Deny = [IPNetwork.Parse("127.0.0.0/8")] } });
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        string page;
        do
        {
            await using var stream = await world.Client.GetStreamAsync(new Uri("/probes/", UriKind.Relative), limit.Token);
            var bytes = new byte[1 << 20];
            page = Encoding.UTF8.GetString(bytes, 0, await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, limit.Token));
        }
        while (page.Contains("No run yet", StringComparison.Ordinal));
        Assert.Contains("it is on the deny list", page, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"passed\"", page, StringComparison.Ordinal);
    }
}

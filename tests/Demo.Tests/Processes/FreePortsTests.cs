using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Rollout.Demo.Processes;

namespace Rollout.Demo.Tests.Processes;

public sealed class FreePortsTests
{
    [Fact]
    public void Ports_are_free_all_different_and_not_among_those_of_outgoing_connections()
    {
        var ports = FreePorts.Find(50);
        var outgoing = File.ReadAllText("/proc/sys/net/ipv4/ip_local_port_range").Split().Where(p => p.Length > 0)
            .Select(p => int.Parse(p, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(50, ports.Distinct().Count());
        Assert.All(ports, p => Assert.False(p >= outgoing[0] && p <= outgoing[1]));
    }

    [Fact]
    public void A_port_is_free_until_somebody_listens_on_it()
    {
        var address = new IPEndPoint(IPAddress.Loopback, FreePorts.Find(1)[0]);
        Assert.True(FreePorts.IsFree(address));
        using var listener = new TcpListener(address);
        listener.Start();
        Assert.False(FreePorts.IsFree(address));
    }
}

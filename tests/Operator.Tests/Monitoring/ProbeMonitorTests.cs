using Rollout.Probes;
using Rollout.Server.Operator.Monitoring;

namespace Rollout.Operator.Tests.Monitoring;

public sealed class ProbeMonitorTests
{
    [Theory]
    [InlineData(1, ProbeHealth.Passing, ProbeHealth.Passing)]
    [InlineData(0, ProbeHealth.Passing, ProbeHealth.Failing)]
    [InlineData(0, ProbeHealth.Unknown, ProbeHealth.Failing)]
    [InlineData(double.NaN, ProbeHealth.Passing, ProbeHealth.Unknown)]
    [InlineData(double.NaN)]
    public void A_node_of_which_nothing_is_known_does_not_pass(double gauge, params ProbeHealth[] nodes) =>
        Assert.Equal(gauge, ProbeMonitor.Success(nodes.Select((h, i) => new ProbeStanding { Probe = "default/checkout", Node = $"n{i}", Health = h })));
}

using Rollout.Demo.Door;
using Rollout.Support;

namespace Rollout.Demo.Tests.Door;

public class DoorNodesTests
{
    [Fact]
    public void A_node_that_is_out_leaves_its_share_to_all_others_alike_and_not_to_its_neighbour()
    {
        var nodes = new DoorNodes(
            Enumerable.Range(1, 6).Select(i => KeyValuePair.Create($"n{i}", $"127.0.0.1:{9000 + i}")), new ManualTime(DateTimeOffset.UnixEpoch));
        nodes.All[1].OutByOrder = true;
        nodes.All[2].OutByOrder = true;
        var sessions = Enumerable.Range(0, 400).Select(_ => nodes.Next()!.Name).CountBy(name => name).OrderBy(n => n.Key, StringComparer.Ordinal);
        Assert.Equal([new("n1", 100), new("n4", 100), new("n5", 100), new("n6", 100)], sessions);
    }
}

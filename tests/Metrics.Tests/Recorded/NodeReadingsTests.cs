using Rollout.Judge;
using Rollout.Metrics.Recorded;

namespace Rollout.Metrics.Tests.Recorded;

public class NodeReadingsTests
{
    private static readonly NodeRoster Roster = new(["n2", "n0", "n10", "n1"]);
    private static readonly Measure Busy = new() { Count = 3 };
    private static readonly Measure Quiet = new() { Count = 0 };

    [Fact]
    public void A_quiet_fleet_has_every_node_in_ordinal_order()
    {
        var readings = new NodeReadings(Roster, [1], [Busy], Quiet);
        Assert.Equal(["n0", "n1", "n10", "n2"], readings.Keys);
        Assert.Equal([0, 3, 0, 0], readings.Values.Select(m => m.Count));
        Assert.Equal(4, readings.Count);
        Assert.Same(Quiet, readings["n10"]);
        Assert.False(readings.ContainsKey("n3"));
    }

    [Fact]
    public void Where_silence_is_not_quiet_only_the_readings_are_there()
    {
        var readings = new NodeReadings(Roster, [0, 2], [Busy, Busy], quiet: null);
        Assert.Equal(["n0", "n10"], readings.Keys);
        Assert.Equal(2, readings.Count);
        Assert.False(readings.TryGetValue("n1", out _));
        Assert.Throws<KeyNotFoundException>(() => readings["n1"]);
    }

    [Fact]
    public void Bin_counts_beyond_a_byte_are_kept_whole()
    {
        Assert.Equal([0, 255], new BinCounts([0, 255]));
        Assert.Equal([1, 256, 70_000], new BinCounts([1, 256, 70_000]));
    }
}

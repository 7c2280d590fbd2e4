using System.Text.Json.Nodes;
using Rollout.Planning;
using Rollout.Server.Projection;
using Rollout.Server.Tests.Judging;

namespace Rollout.Server.Tests.Projection;

public sealed class NodeProjectionTests
{
    [Fact]
    public void No_reading_is_null_and_a_reading_of_zero_is_zero()
    {
        var picture = Pictures.OnTrial() with { PerMinute = new Dictionary<string, double>(StringComparer.Ordinal) { ["n1"] = 0 } };
        Assert.Equal("0", Text(picture, 0, "perMinute"));
        Assert.Null(Text(picture, 1, "perMinute"));
        Assert.Null(Text(picture, 0, "expectedPerMinute"));
    }

    [Fact]
    public void A_canary_that_loses_money_does_not_lower_its_own_mark() =>
        Assert.Equal(("30", "60"), (Text(Pictures.OnTrial(), 0, "perMinute"), Text(Pictures.OnTrial(), 0, "expectedPerMinute")));

    [Fact]
    public void A_node_that_is_left_out_sets_no_mark_and_a_larger_node_has_a_larger_one()
    {
        var picture = Pictures.OnTrial() with { Excluded = Shop.Named("n4", "warms up"), Expected = Shop.Named("n2", 2.0) };
        Assert.Equal(("40", "80"), (Text(picture, 0, "expectedPerMinute"), Text(picture, 1, "expectedPerMinute")));
        Assert.Equal("warms up", Text(picture, 3, "excluded"));
    }

    [Fact]
    public void A_fleet_that_cannot_be_seen_has_no_nodes_rather_than_those_of_yesterday() =>
        Assert.Empty(NodeProjection.Of(Pictures.OnTrial() with { Fleet = new Observed<FleetState>.Unreadable("no route") }));

    private static string? Text(Picture picture, int node, string field) => ((JsonObject)NodeProjection.Of(picture)[node]!)[field]?.GetValue<string>();
}

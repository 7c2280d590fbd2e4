using Rollout.Api;
using Rollout.Planning.Tests.Building;

namespace Rollout.Planning.Tests;

public class StagesTests
{
    [Theory]
    [InlineData(1, new int[0])]
    [InlineData(2, new[] { 1 })]
    [InlineData(6, new[] { 1, 3 })]
    [InlineData(10, new[] { 1, 5 })]
    [InlineData(11, new[] { 1, 2, 6 })]
    [InlineData(100, new[] { 1, 10, 50 })]
    public void The_default_stages_round_up_and_grow_and_leave_somebody_to_compare_with(int fleet, int[] nodes) =>
        Assert.Equal(nodes, Stages.Effective(new StaggeredRolloutSpec(), fleet).Select(s => s.Nodes));

    [Theory]
    [InlineData(1, 10, null, "0.05", "0.20")]
    [InlineData(2, 10, null, "0.05", "0.10")]
    [InlineData(5, 10, null, "0.05", "0.10")]
    [InlineData(6, 10, null, "0.05", "0.05")]
    [InlineData(1, 10, null, "0.30", "0.30")]
    [InlineData(1, 10, "0.02", "0.05", "0.02")]
    public void The_tolerance_gets_finer_as_more_nodes_are_at_stake(int nodes, int fleet, string? written, string own, string expected)
    {
        var stage =
            new StageSpec { Nodes = new NodeCount(nodes, false), Tolerance = written is null ? null
            : decimal.Parse(written, System.Globalization.CultureInfo.InvariantCulture) };
        var metric = A.Objective("m") with { Tolerance = decimal.Parse(own, System.Globalization.CultureInfo.InvariantCulture) };
        Assert.Equal(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture),
            StageTolerance.For(stage, nodes, fleet, metric));
    }

    [Fact]
    public void Canaries_stay_canaries_and_ready_nodes_come_first()
    {
        var fleet = new FleetState([new("a", "v1", false), new("b", "v1", true), new("c", "v1", true), new("d", "v1", true)]);
        Assert.Equal(["b"], CanaryChoice.Choose(fleet, [], 1));
        Assert.Equal(["c", "b"], CanaryChoice.Choose(fleet, ["c"], 2));
        Assert.Equal(["b", "c", "d", "a"], CanaryChoice.Choose(fleet, [], 9));
    }

    [Fact]
    public void A_stage_that_does_not_grow_is_skipped()
    {
        var spec = new StaggeredRolloutSpec { Stages = [.. new NodeCount[] { new(2, false), new(2, false), new(1, false), new(10, true), new(5, false) }.Select(n => new StageSpec { Nodes = n })] };
        Assert.Equal([2, 5], Stages.Effective(spec, 20).Select(s => s.Nodes));
    }
}

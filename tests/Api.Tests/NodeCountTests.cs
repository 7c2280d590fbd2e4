namespace Rollout.Api.Tests;

public class NodeCountTests
{
    [Theory]
    [InlineData(3, false, 10, 3)]
    [InlineData(30, false, 10, 10)]
    [InlineData(25, true, 6, 2)]
    [InlineData(10, true, 5, 1)]
    [InlineData(50, true, 6, 3)]
    [InlineData(100, true, 7, 7)]
    [InlineData(1, true, 1000, 10)]
    [InlineData(29, true, 100, 29)]
    [InlineData(1, false, 0, 0)]
    public void A_share_is_rounded_up_and_never_more_than_the_fleet(int value, bool percent, int fleet, int nodes) =>
        Assert.Equal(nodes, new NodeCount(value, percent).Of(fleet));
}

using Rollout.Api;
using Rollout.Server.Loop;
using Rollout.Server.Tests.Judging;

namespace Rollout.Server.Tests.Loop;

public sealed class RateBoardTests
{
    [Fact]
    public void A_rate_is_the_mean_of_the_buckets_that_a_node_was_read_in_and_a_quiet_bucket_is_a_zero()
    {
        var board = new RateBoard(MetricKind.Count);
        board.Add(Shop.Of(0, ("n1", 6), ("n2", 6), ("n3", 0)));
        board.Add(Shop.Of(1, ("n2", 0)));
        var rates = board.PerMinute();
        Assert.Equal((36.0, 18.0, 0.0), (rates["n1"], rates["n2"], rates["n3"]));
        Assert.DoesNotContain("n4", rates.Keys);
        Assert.Equal([(Shop.Noon + Shop.Bucket, 36.0)], board.Series("n1"));
    }

    [Fact]
    public void The_present_rate_forgets_what_is_older_than_its_window_and_the_series_is_bounded()
    {
        var board = new RateBoard(MetricKind.Revenue);
        board.Add(Shop.Of(0, ("old", 5)));
        foreach (var at in Enumerable.Range(1, RateBoard.Kept))
        {
            board.Add(Shop.Of(at, ("n1", at <= RateBoard.Kept - RateBoard.Window ? 1000 : 1)));
        }

        Assert.Equal(600, Assert.Single(board.PerMinute()).Value, 1e-9);
        Assert.Equal(RateBoard.Kept, board.Series("n1").Count);
        Assert.Empty(board.Series("old"));
    }
}

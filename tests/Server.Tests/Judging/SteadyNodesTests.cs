using Rollout.Metrics;
using Rollout.Planning;
using Rollout.Server.Judging;

namespace Rollout.Server.Tests.Judging;

public sealed class SteadyNodesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly IReadOnlyDictionary<string, NodeLife> Unread = new Dictionary<string, NodeLife>(StringComparer.Ordinal);

    [Fact]
    public void A_node_is_steady_since_it_was_first_seen_and_begins_anew_after_it_was_down_or_changed()
    {
        var later = Shop.Noon.AddMinutes(1);
        var steady = SteadyNodes.None.Seen(Shop.Fleet(), Unread, Patience, Shop.Noon)
            .Seen(Shop.Fleet(new ObservedNode("n2", "v1", false), new ObservedNode("n3", "v2", true)), Unread, Patience, later);
        Assert.Equal(Shop.Noon, steady.Since("n4"));
        Assert.Equal(later, steady.Since("n3"));
        Assert.Null(steady.Since("n2"));

        var back = later.AddMinutes(1);
        Assert.Equal(back, steady.Seen(Shop.Fleet(), Unread, Patience, back).Since("n2"));
    }

    [Theory]
    [InlineData(null, 100, 5, true)]
    [InlineData(null, 101, 60, true)]
    [InlineData(null, 101, 61, false)]
    [InlineData(null, 99, 5, false)]
    [InlineData(7.0, 101, 3600, true)]
    [InlineData(8.0, 101, 5, false)]
    [InlineData(7.0, 99, 5, false)]
    public void The_same_process_start_proves_that_a_node_stayed_and_without_one_a_short_absence_and_counters_that_never_fell(
        double? began, double counted, int secondsAway, bool stayed)
    {
        var read = Shop.Noon.AddSeconds(10);
        var steady = SteadyNodes.None.Seen(Shop.Fleet(), Unread, Patience, Shop.Noon)
            .Seen(Shop.Fleet(), Life(began is null ? null : 7, 100), Patience, read);
        var again = read.AddSeconds(secondsAway);
        var seen = steady.Seen(Shop.Fleet(), Life(began, counted), Patience, again);
        Assert.Equal(stayed ? Shop.Noon : again, seen.Since("n4"));
        Assert.Equal((began, counted, again), (seen.Nodes["n4"].Began, seen.Nodes["n4"].Counted, seen.Nodes["n4"].Seen));
    }

    [Fact]
    public void A_reading_from_before_a_node_changed_says_nothing_about_what_it_runs_now()
    {
        var steady = SteadyNodes.None.Seen(Shop.Fleet(), Life(1, 5000), Patience, Shop.Noon);
        var read = Shop.Noon.AddSeconds(10);
        Assert.Equal(Shop.Noon, steady.Seen(Shop.Fleet(), Life(2, 3), Patience, read).Since("n1"));
    }

    [Fact]
    public void A_clock_that_was_set_back_leaves_no_node_warming_up_into_the_future()
    {
        var steady = SteadyNodes.None.Seen(Shop.Fleet(), Unread, Patience, Shop.Noon);
        Assert.Equal(Shop.Noon.AddHours(-1), steady.Seen(Shop.Fleet(), Unread, Patience, Shop.Noon.AddHours(-1)).Since("n1"));
    }

    [Fact]
    public void What_ticks_is_no_change()
    {
        var steady = SteadyNodes.None.Seen(Shop.Fleet(), Unread, Patience, Shop.Noon).Seen(Shop.Fleet(), Life(1, 5), Patience, Shop.Noon.AddSeconds(1));
        Assert.True(steady.IsAs(steady.Seen(Shop.Fleet(), Life(1, 6), Patience, Shop.Noon.AddSeconds(2))));
        Assert.False(steady.IsAs(steady.Seen(Shop.Fleet(), Life(2, 6), Patience, Shop.Noon.AddSeconds(2))));
        Assert.False(steady.IsAs(SteadyNodes.None));
    }

    private static IReadOnlyDictionary<string, NodeLife> Life(double? began, double counted) =>
        Shop.Nodes.ToDictionary(n => n, _ => new NodeLife(began, counted), StringComparer.Ordinal);
}

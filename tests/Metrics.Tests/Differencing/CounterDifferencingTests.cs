using Rollout.Metrics.Scraping;
using static Rollout.Metrics.Tests.Differencing.FleetStory;

namespace Rollout.Metrics.Tests.Differencing;

public class CounterDifferencingTests
{
    private readonly FleetStory story = new(Seconds(60), "c");

    [Fact]
    public void A_bucket_lies_between_two_readings()
    {
        var first = story.Next(("a", 100), ("c", 50));
        Assert.Empty(first.Buckets);
        Assert.Equal("first reading: a bucket lies between two", first.Waiting);
        Assert.Equal("0-1 a=7 c=3", story.Show(story.Next(("a", 107), ("c", 53))));
        Assert.Equal("1-2 a=0 c=1", story.Show(story.Next(("a", 107), ("c", 54))));
    }

    [Fact]
    public void A_missed_canary_is_waited_for_and_its_span_is_merged_for_all()
    {
        story.Next(("a", 0), ("c", 0));
        var waiting = story.Next(("a", 5), ("c", null));
        Assert.Empty(waiting.Buckets);
        Assert.Equal("waiting for c: no answer within 0.8 s", waiting.Waiting);
        Assert.Equal("no answer within 0.8 s", waiting.LeftOut["c"]);
        Assert.Equal("0-2 a=11 c=9", story.Show(story.Next(("a", 11), ("c", 9))));
        Assert.Equal("2-3 a=1 c=1", story.Show(story.Next(("a", 12), ("c", 10))));
        Assert.Equal(0, story.State.DroppedSpans);
    }

    [Fact]
    public void A_canary_that_stays_away_is_given_up_for_the_span_after_five_buckets_and_that_is_counted()
    {
        story.Next(("a", 0), ("c", 0));
        for (var i = 1; i < 5; i++)
        {
            Assert.Empty(story.Next(("a", i), ("c", null)).Buckets);
        }

        var closed = story.Next(("a", 5), ("c", null));
        Assert.Equal("0-5 a=5", story.Show(closed));
        Assert.Equal("no answer within 0.8 s", closed.LeftOut["c"]);
        Assert.Equal(1, story.State.DroppedSpans);

        // From then on nobody waits for it; when it is back it begins anew, and what it did meanwhile is not counted as one bucket's.
        Assert.Equal("5-6 a=1", story.Show(story.Next(("a", 6), ("c", null))));
        var back = story.Next(("a", 7), ("c", 500));
        Assert.Equal("6-7 a=1", story.Show(back));
        Assert.Equal("was not read when this span began", back.LeftOut["c"]);
        Assert.Equal("7-8 a=1 c=2", story.Show(story.Next(("a", 8), ("c", 502))));
        Assert.Equal(1, story.State.DroppedSpans);
    }

    [Fact]
    public void With_short_buckets_a_canary_is_waited_for_a_minute()
    {
        var quick = new FleetStory(Seconds(1), "c");
        quick.Next(("a", 0), ("c", 0));
        for (var i = 1; i < 60; i++)
        {
            Assert.Empty(quick.Next(("a", i), ("c", null)).Buckets);
        }

        Assert.Equal("0-60 a=60", quick.Show(quick.Next(("a", 60), ("c", null))));
    }

    [Fact]
    public void A_missed_control_is_waited_for_one_bucket_and_then_left_out()
    {
        story.Next(("a", 0), ("b", 0), ("c", 0));
        Assert.Equal("waiting for a: no answer within 0.8 s", story.Next(("a", null), ("b", 1), ("c", 1)).Waiting);
        var closed = story.Next(("a", null), ("b", 2), ("c", 2));
        Assert.Equal("0-2 b=2 c=2", story.Show(closed));
        Assert.Equal("no answer within 0.8 s", closed.LeftOut["a"]);
        Assert.Equal(0, story.State.DroppedSpans);
        Assert.Equal("2-3 b=1 c=1", story.Show(story.Next(("a", 90), ("b", 3), ("c", 3))));
        Assert.Equal("3-4 a=1 b=1 c=1", story.Show(story.Next(("a", 91), ("b", 4), ("c", 4))));
    }

    [Fact]
    public void A_control_that_is_back_at_once_loses_nothing()
    {
        story.Next(("a", 0), ("b", 0), ("c", 0));
        story.Next(("a", null), ("b", 1), ("c", 1));
        Assert.Equal("0-2 a=4 b=2 c=2", story.Show(story.Next(("a", 4), ("b", 2), ("c", 2))));
    }

    [Fact]
    public void The_bucket_of_a_restart_is_left_out_for_that_node_only()
    {
        story.Next(("a", 100), ("b", 100), ("c", 0));
        var step = story.Next(("a", 20), ("b", 101), ("c", 1));
        Assert.Equal("0-1 b=1 c=1", story.Show(step));
        Assert.Equal("restarted: orders_total fell from 100 to 20", step.LeftOut["a"]);
        Assert.Equal("1-2 a=2 b=1 c=1", story.Show(story.Next(("a", 22), ("b", 102), ("c", 2))));
    }

    [Fact]
    public void A_restart_that_the_counters_do_not_show_is_seen_by_the_start_of_the_process()
    {
        story.Next(new Dictionary<string, NodeReading> { ["a"] = Read(5), ["c"] = Read(5, began: 1) });
        var step = story.Next(new Dictionary<string, NodeReading> { ["a"] = Read(6), ["c"] = Read(50, began: 2) });
        Assert.Equal("0-1 a=1", story.Show(step));
        Assert.Equal("restarted: process_start_time_seconds changed", step.LeftOut["c"]);
    }

    [Fact]
    public void A_restart_that_only_another_counter_of_the_metric_shows_is_seen()
    {
        story.Next(new Dictionary<string, NodeReading> { ["a"] = Read(5, 5), ["c"] = Read(5, 100) });
        var step = story.Next(new Dictionary<string, NodeReading> { ["a"] = Read(6, 6), ["c"] = Read(6, 90) });
        Assert.Equal("0-1 a=1", story.Show(step));
        Assert.Equal("restarted: money_total fell from 100 to 90", step.LeftOut["c"]);
    }

    [Fact]
    public void A_restart_in_the_middle_of_a_merged_span_is_not_hidden_by_later_growth()
    {
        story.Next(("a", 0), ("b", 10), ("c", 0));
        story.Next(("a", 1), ("b", 3), ("c", null));
        var step = story.Next(("a", 2), ("b", 40), ("c", 2));
        Assert.Equal("0-2 a=2 c=2", story.Show(step));
        Assert.Equal("restarted: orders_total fell from 10 to 3", step.LeftOut["b"]);
    }

    [Fact]
    public void A_restart_while_a_node_was_not_read_is_seen_when_it_is_read_again()
    {
        story.Next(("a", 0), ("c", 10));
        story.Next(("a", 1), ("c", null));
        var step = story.Next(("a", 2), ("c", 4));
        Assert.Equal("0-2 a=2", story.Show(step));
        Assert.Equal("restarted: orders_total fell from 10 to 4", step.LeftOut["c"]);
        Assert.Equal("2-3 a=1 c=1", story.Show(story.Next(("a", 3), ("c", 5))));
    }

    [Fact]
    public void A_series_that_vanishes_is_a_restart_and_one_that_appears_begins_at_zero()
    {
        story.Next(("a", 0), ("c", 0));
        var two = Counters(1) with
        {
            Counters = new Dictionary<CounterKey, double>(Counters(1).Counters) { [new(CounterRole.Count, "orders_total{k=\"x\"}")] = 6 },
        };
        Assert.Equal("0-1 a=1 c=7", story.Show(story.Next(new Dictionary<string, NodeReading> { ["a"] = Read(1), ["c"] = new NodeReading.Read(two) })));
        var step = story.Next(("a", 2), ("c", 500));
        Assert.Equal("1-2 a=1", story.Show(step));
        Assert.Equal("restarted: orders_total{k=\"x\"} vanished", step.LeftOut["c"]);
    }

    [Fact]
    public void A_counter_that_is_absent_on_a_node_that_was_read_is_zero()
    {
        var silent = new NodeReading.Read(new NodeCounters
        {
            Counters = new Dictionary<CounterKey, double>(), Beginnings = new Dictionary<string, double>(),
        });
        story.Next(new Dictionary<string, NodeReading> { ["a"] = Read(0), ["c"] = silent });
        Assert.Equal("0-1 a=9 c=0", story.Show(story.Next(new Dictionary<string, NodeReading> { ["a"] = Read(9), ["c"] = silent })));
    }

    [Fact]
    public void A_node_that_becomes_a_canary_is_left_out_of_the_bucket_it_did_so_in()
    {
        story.Next(("a", 0), ("b", 0), ("c", 0));
        story.Canaries = new HashSet<string>(["b", "c"], StringComparer.Ordinal);
        var step = story.Next(("a", 1), ("b", 1), ("c", 1));
        Assert.Equal("0-1 a=1 c=1", story.Show(step));
        Assert.Equal("became a canary", step.LeftOut["b"]);
        Assert.Equal("1-2 a=1 b=1 c=1", story.Show(story.Next(("a", 2), ("b", 2), ("c", 2))));
    }

    [Fact]
    public void A_node_that_was_not_asked_begins_anew()
    {
        story.Next(("a", 0), ("b", 0), ("c", 0));
        Assert.Equal("0-1 a=1 c=1", story.Show(story.Next(("a", 1), ("c", 1))));
        Assert.Equal("1-2 a=1 c=1", story.Show(story.Next(("a", 2), ("b", 70), ("c", 2))));
        Assert.Equal("2-3 a=1 b=1 c=1", story.Show(story.Next(("a", 3), ("b", 71), ("c", 3))));
    }

    [Fact]
    public void A_boundary_is_read_once()
    {
        story.Next(("a", 0), ("c", 0));
        story.Next(("a", 1), ("c", 1));
        var again = story.Next(new Dictionary<string, NodeReading> { ["a"] = Read(2), ["c"] = Read(2) }, boundaries: 0);
        Assert.Empty(again.Buckets);
        Assert.Equal("this boundary has been read already", again.Waiting);
        Assert.Equal("1-2 a=4 c=4", story.Show(story.Next(("a", 5), ("c", 5))));
    }

    [Fact]
    public void A_boundary_that_nobody_read_is_merged_into_the_next()
    {
        story.Next(("a", 0), ("c", 0));
        Assert.Equal("0-3 a=3 c=3", story.Show(story.Next(new Dictionary<string, NodeReading> { ["a"] = Read(3), ["c"] = Read(3) }, boundaries: 3)));
    }

    [Fact]
    public void After_a_long_sleep_it_begins_anew()
    {
        story.Next(("a", 0), ("c", 0));
        var step = story.Next(new Dictionary<string, NodeReading> { ["a"] = Read(60), ["c"] = Read(60) }, boundaries: 6);
        Assert.Empty(step.Buckets);
        Assert.Equal("no readings were taken for 360 s; beginning anew", step.Waiting);
        Assert.Equal(1, story.State.DroppedSpans);
        Assert.Equal("6-7 a=1 c=1", story.Show(story.Next(("a", 61), ("c", 61))));
    }

    [Fact]
    public void When_nobody_answers_nothing_is_read_as_zero()
    {
        story.Next(("a", 0), ("c", 0));
        for (var i = 0; i < 10; i++)
        {
            Assert.Empty(story.Next(("a", null), ("c", null)).Buckets);
        }

        Assert.Equal("no node has been read yet", story.Next(("a", null), ("c", null)).Waiting);
        Assert.Empty(story.Next(("a", 900), ("c", 800)).Buckets);
        Assert.Equal("12-13 a=1 c=1", story.Show(story.Next(("a", 901), ("c", 801))));
    }

    [Fact]
    public void The_sum_is_differenced_as_the_count_is_and_traffic_is_unknown_without_a_selector()
    {
        story.Next(new Dictionary<string, NodeReading> { ["a"] = Read(5, 100.5), ["c"] = Read(5, 50) });
        var bucket = Assert.Single(story.Next(new Dictionary<string, NodeReading> { ["a"] = Read(6, 120.75), ["c"] = Read(5, 50) }).Buckets);
        Assert.Equal(20.25, bucket.Nodes["a"].Sum);
        Assert.Equal(0, bucket.Nodes["c"].Sum);
        Assert.Null(bucket.Nodes["a"].Traffic);
        Assert.Null(bucket.Nodes["a"].ValueCounts);
    }
}

using Rollout.Api;
using Rollout.Metrics.Scraping;
using static Rollout.Metrics.Tests.Prometheus.StoredStory;

namespace Rollout.Metrics.Tests.Prometheus;

public class WindowReadingTests
{
    private const string App = "pod=\"n1\",job=\"shop\",instance=\"a\"";
    private const string Sidecar = "pod=\"n1\",job=\"mesh\",instance=\"s\"";

    [Fact]
    public void A_node_shows_the_newest_sample_of_each_of_its_series_before_the_boundary()
    {
        var read = Counters(Read(Orders, "n1",
            Up(App), "orders_total{" + App + ",kind=\"a\"} -30=5 -15=7 0=9", "orders_total{" + App + ",kind=\"b\"} -15=1 0=1 15=99",
            "orders_total{pod=\"n2\",job=\"shop\",instance=\"b\"} 0=1000"));
        Assert.Equal(10, read.Counters.Values.Sum());
        Assert.Equal(["orders_total{instance=\"a\",job=\"shop\",kind=\"a\",pod=\"n1\"}", "orders_total{instance=\"a\",job=\"shop\",kind=\"b\",pod=\"n1\"}"],
            read.Counters.Keys.Select(k => k.Series).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_counter_that_is_absent_on_a_node_that_was_scraped_is_zero() =>
        Assert.Empty(Counters(Read(Orders, "n1", Up(App))).Counters);

    [Fact]
    public void Without_an_up_the_other_series_of_the_metric_tell_that_the_node_was_read()
    {
        var ratio = Of(MetricKind.Ratio, new() { Count = "errors_total", Traffic = "requests_total" });
        var read = Counters(Read(ratio, "n1", "requests_total{pod=\"n1\"} -45=1 -30=2 -15=3 0=4"));
        Assert.Equal(new CounterKey(CounterRole.Traffic, "requests_total{pod=\"n1\"}"), Assert.Single(read.Counters).Key);
    }

    [Theory]
    [InlineData("its last scrape failed (up is 0)", false, "-30=1 -15=1 0=0")]
    [InlineData("its last sample was 30 s old at the end of the bucket, where it is scraped every 15 s", false, "-60=1 -45=1 -30=1")]
    [InlineData("its last sample was 61 s old at the end of the bucket, where it is scraped every 50 s", false, "-111=1 -61=1")]
    [InlineData("Prometheus scrapes it every 90 s, too seldom for buckets of 60 s", true, "-119=1 -29=1")]
    public void A_node_that_was_not_scraped_is_missing(string reason, bool misconfigured, string scrapes)
    {
        var missed = Missed(Read(Orders, "n1", "up{" + App + "} " + scrapes, "orders_total{" + App + "} -119=1 -60=2 -30=3 0=3"));
        Assert.Equal((reason, misconfigured), (missed.Reason, missed.Reached));
    }

    [Fact]
    public void One_scrape_in_flight_is_no_trouble_and_neither_is_one_scrape_a_bucket()
    {
        Assert.Equal(2, Counters(Read(Orders, "n1", "up{" + App + "} -52=1 -37=1 -22=1", "orders_total{" + App + "} -52=1 -37=1 -22=2")).Counters.Values.Sum());
        Assert.Equal(2, Counters(Read(Orders, "n1", "up{" + App + "} -119=1 -59=1", "orders_total{" + App + "} -119=1 -59=2")).Counters.Values.Sum());
    }

    [Fact]
    public void A_node_of_which_nothing_is_stored_is_missing_and_not_zero()
    {
        var missed = Missed(Read(Orders, "n1", Up("pod=\"n2\"")));
        Assert.Equal("Prometheus stored nothing of it in the last two buckets: it is not scraped, or its label pod is not \"n1\"", missed.Reason);
        Assert.True(missed.Reached);
    }

    [Fact]
    public void A_series_that_the_last_scrape_no_longer_showed_is_gone_whatever_it_showed_before() =>
        Assert.Empty(Counters(Read(Orders, "n1", Up(App), "orders_total{" + App + "} -45=5 -30=6 -15=7")).Counters);

    [Fact]
    public void A_shop_that_is_down_beside_a_sidecar_that_is_up_is_missing_and_not_zero()
    {
        Assert.Equal("its last scrape failed (up is 0)", Missed(Read(Orders, "n1", Up(App, 0), Up(Sidecar))).Reason);
        Assert.Equal("its last scrape failed (up is 0)", Missed(Read(Orders, "n1", Up(App, 0), Up(Sidecar), "orders_total{" + App + "} -100=4")).Reason);
    }

    [Fact]
    public void A_sidecar_that_is_down_hides_nothing_of_a_shop_that_shows_its_orders() =>
        Assert.Equal(4, Counters(Read(Orders, "n1", Up(App), Up(Sidecar, 0), "orders_total{" + App + "} -15=4 0=4")).Counters.Values.Sum());

    [Fact]
    public void What_an_address_showed_that_the_node_no_longer_has_is_gone()
    {
        const string Before = "pod=\"n1\",job=\"shop\",instance=\"old\"";
        var read = Counters(Read(Orders, "n1",
            "up{" + Before + "} -75=1 -60=1 -45=1", "orders_total{" + Before + "} -75=100 -60=100 -45=100", Up(App), "orders_total{" + App + "} 0=3"));
        Assert.Equal(3, read.Counters.Values.Sum());
    }

    [Theory]
    [InlineData("orders_total is NaN; a counter is a number that is not negative", "0=NaN")]
    [InlineData("orders_total is Infinity; a counter is a number that is not negative", "0=Infinity")]
    [InlineData("orders_total is -1; a counter is a number that is not negative", "0=-1")]
    [InlineData("orders_total is a native histogram, which is not read; let the nodes expose classic buckets (orders_total_bucket) as well", "native")]
    public void A_value_that_cannot_be_counted_with_is_no_reading(string reason, string points)
    {
        var missed = Missed(Read(Orders, "n1", Up(App), "orders_total{" + App + "} " + points));
        Assert.Equal((reason, true), (missed.Reason, missed.Reached));
    }

    [Fact]
    public void A_restart_within_the_bucket_shows_even_where_the_counter_has_overtaken_its_old_value()
    {
        var fell = Counters(Read(Orders, "n1", Up(App), "orders_total{" + App + "} -60=10 -45=11 -30=2 -15=8 0=40"));
        Assert.Equal("restarted: orders_total{instance=\"a\",job=\"shop\",pod=\"n1\"} fell from 11 to 2 at 11:59:30Z", fell.Broken);
        Assert.Null(Counters(Read(Orders, "n1", Up(App), "orders_total{" + App + "} -90=11 -75=2 -60=3 -45=4 0=40")).Broken);
    }

    [Fact]
    public void Process_starts_are_those_of_the_targets_that_show_the_metric()
    {
        var read = Counters(Read(Orders, "n1", Up(App), Up(Sidecar), "orders_total{" + App + "} 0=1",
            "process_start_time_seconds{" + App + "} 0=1000", "process_start_time_seconds{" + Sidecar + "} 0=2000"));
        Assert.Equal([1000], read.Beginnings.Values);
        Assert.Equal([1000, 2000], Counters(Read(Orders, "n1", Up(App), Up(Sidecar),
            "process_start_time_seconds{" + App + "} 0=1000", "process_start_time_seconds{" + Sidecar + "} 0=2000")).Beginnings.Values.Order());
    }

    [Fact]
    public void A_level_that_is_absent_is_missing_and_not_zero()
    {
        var queue = Of(MetricKind.Gauge, new() { Sum = "queue" });
        Assert.Equal("it shows no queue", Missed(Read(queue, "n1", Up(App))).Reason);
        Assert.Equal([-4], Counters(Read(queue, "n1", Up(App), "queue{" + App + "} -15=9 0=-4")).Levels!.Values);
    }

    [Fact]
    public void Classic_buckets_are_put_together_to_histograms_and_contradictions_refused()
    {
        var latency = Of(MetricKind.Latency, new() { ValueBuckets = "d" });
        var read = Counters(Read(latency, "n1", Up(App), "d_bucket{" + App + ",le=\"0.1\"} 0=3", "d_bucket{" + App + ",le=\"+Inf\"} 0=5"));
        Assert.Equal([3, 5], Assert.Single(read.Histograms!).Value.Cumulative);
        Assert.Equal("d_bucket has no bucket le=\"+Inf\"", Missed(Read(latency, "n1", Up(App), "d_bucket{" + App + ",le=\"0.1\"} 0=3")).Reason);
    }

    [Fact]
    public void The_label_instance_may_be_the_nodes_address()
    {
        var orders = Orders with { NodeLabel = "instance" };
        Assert.Equal(3, Counters(Read(orders, "n1", Up("instance=\"10.0.0.1:8080\""), "orders_total{instance=\"10.0.0.1:8080\"} 0=3")).Counters.Values.Sum());
        Assert.IsType<NodeReading.Missed>(Read(orders with { NodeLabel = "host" }, "n1", Up("host=\"10.0.0.1:8080\"")));
    }

    private static NodeCounters Counters(NodeReading reading) => Assert.IsType<NodeReading.Read>(reading).Counters;

    private static NodeReading.Missed Missed(NodeReading reading) => Assert.IsType<NodeReading.Missed>(reading);
}

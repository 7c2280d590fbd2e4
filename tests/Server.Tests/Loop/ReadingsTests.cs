using Rollout.Judge;
using Rollout.Metrics;
using Rollout.Planning;
using Rollout.Server.Judging;
using Rollout.Server.Loop;
using Rollout.Server.Tests.Judging;

namespace Rollout.Server.Tests.Loop;

public sealed class ReadingsTests
{
    private readonly Readings readings = new(Shop.Spec());

    [Fact]
    public void A_bucket_waits_until_the_write_that_counted_it()
    {
        Take(Shop.At(0));
        var first = Screened(Shop.Seen());
        Take(Shop.At(1));
        Assert.Equal(2, Screened(Shop.Seen())["orders"].Count);
        readings.Counted(first);
        Assert.Equal(Shop.At(1).Start, Assert.Single(Screened(Shop.Seen())["orders"]).Start);
    }

    [Fact]
    public void While_the_fleet_cannot_be_seen_nothing_is_counted_and_nothing_lost_up_to_a_bound()
    {
        Take([.. Enumerable.Range(0, Readings.MostPending + 5).Select(i => Shop.At(i))]);
        Assert.Empty(Screened(new Observed<FleetState>.Unreadable("no route")));
        var waiting = Screened(Shop.Seen())["orders"];
        Assert.Equal((Readings.MostPending, Shop.At(5).Start), (waiting.Count, waiting[0].Start));
    }

    [Fact]
    public void Nodes_left_out_by_the_source_or_by_the_screen_are_told_with_their_reasons()
    {
        Take(Shop.Named("n4", "did not answer"), Shop.Of(0, ("n1", 10), ("n2", 10), ("n3", 10)));
        Screened(Shop.Seen(new ObservedNode("n2", "v1", false, "refuses connections")));
        Assert.Equal(("did not answer", "refuses connections", 2), (readings.Excluded["n4"], readings.Excluded["n2"], readings.Excluded.Count));
    }

    [Fact]
    public void A_node_that_a_bucket_waits_for_is_told_with_its_reason_before_there_is_a_bucket()
    {
        Take(Shop.At(0));
        readings.Counted(Screened(Shop.Seen()));
        readings.Take(Shop.Named<MetricRead>("orders", new MetricRead.Empty("waiting for n1", Shop.Named("n1", "its answer is larger than 8 MB"))));
        Screened(Shop.Seen());
        Assert.Equal("its answer is larger than 8 MB", Assert.Single(readings.Excluded).Value);
        Take(Shop.At(1));
        Screened(Shop.Seen());
        Assert.Empty(readings.Excluded);
    }

    private void Take(params FleetBucket[] buckets) => Take(new Dictionary<string, string>(StringComparer.Ordinal), buckets);

    private void Take(IReadOnlyDictionary<string, string> leftOut, params FleetBucket[] buckets) =>
        readings.Take(Shop.Named<MetricRead>("orders", new MetricRead.Data(buckets, leftOut)));

    private IReadOnlyDictionary<string, IReadOnlyList<FleetBucket>> Screened(Observed<FleetState> fleet) =>
        readings.Screened(fleet, Shop.OnTrial(), SteadyNodes.None);
}

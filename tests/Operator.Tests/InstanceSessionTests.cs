using Rollout.Judge;
using Rollout.Metrics;
using Rollout.Planning;
using Rollout.Server.Operator;

namespace Rollout.Operator.Tests;

public sealed class InstanceSessionTests : IMetricSession
{
    private readonly Dictionary<string, NodeInstance> pods = new(StringComparer.Ordinal) { ["m1"] = Pod("shop-x"), ["m2"] = Pod("shop-y") };
    private IReadOnlyList<string> asked = [];
    private IReadOnlySet<string> tried = new HashSet<string>(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, NodeLife> Lives { get; } = new Dictionary<string, NodeLife>(StringComparer.Ordinal) { ["shop-x"] = new NodeLife(7, 3) };

    [Fact]
    public async Task Metrics_are_asked_for_pods_and_answer_for_the_machines_they_stand_on()
    {
        var session = new InstanceSession(this, () => pods);
        var reads = await session.ReadAsync(
            [new ScrapeTarget("m1", new Uri("http://a")), new ScrapeTarget("m2", new Uri("http://b"))], new HashSet<string>(["m2"], StringComparer.Ordinal), A.Noon, default);
        Assert.Equal(["shop-x", "shop-y"], asked);
        Assert.Equal(["shop-y"], tried);
        var data = Assert.IsType<MetricRead.Data>(reads["orders"]);
        Assert.Equal([("m1", 5.0), ("gone", 1.0)], data.Buckets[0].Nodes.Select(n => (n.Key, n.Value.Count)));
        Assert.Equal("m2", Assert.Single(data.LeftOut).Key);
        Assert.Equal("m1", Assert.Single(session.Lives).Key);
    }

    [Fact]
    public void The_past_is_told_by_todays_machines_as_far_as_their_pods_were_there()
    {
        var past = new InstanceSession(this, () => pods).Renamed(new MetricPast([Bucket()], null, A.Noon, A.Noon, null));
        Assert.Equal(["m1", "gone"], past.Buckets[0].Nodes.Keys);
    }

    public ValueTask<IReadOnlyDictionary<string, MetricRead>> ReadAsync(
        IReadOnlyList<ScrapeTarget> targets, IReadOnlySet<string> canaries, DateTimeOffset boundary, CancellationToken cancellationToken)
    {
        (asked, tried) = ([.. targets.Select(t => t.Node)], canaries);
        return ValueTask.FromResult<IReadOnlyDictionary<string, MetricRead>>(new Dictionary<string, MetricRead>(StringComparer.Ordinal)
        {
            ["orders"] = new MetricRead.Data([Bucket()], new Dictionary<string, string>(StringComparer.Ordinal) { ["shop-y"] = "its last scrape failed" }),
        });
    }

    public ValueBins? Bins(string metric) => null;

    public long DroppedSpans(string metric) => 0;

    private static FleetBucket Bucket() => new(A.Noon, TimeSpan.FromMinutes(1), new Dictionary<string, Measure>(StringComparer.Ordinal)
    {
        ["shop-x"] = new() { Count = 5 }, ["gone"] = new() { Count = 1 },
    });

    private static NodeInstance Pod(string name) => new(name, name, null, "10.0.0.1", A.Noon, 0);
}

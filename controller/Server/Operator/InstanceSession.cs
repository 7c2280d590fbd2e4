using Rollout.Judge;
using Rollout.Metrics;
using Rollout.Planning;

namespace Rollout.Server.Operator;

/// <summary>
/// Metrics know pods, a fleet may know the places that they stand in (the machines of a DaemonSet): asks by the one and answers by the other.
/// A metric whose node label holds the place itself is not read by this.
/// </summary>
public sealed class InstanceSession(IMetricSession inner, Func<IReadOnlyDictionary<string, NodeInstance>> instances) : IMetricSession
{
    public IReadOnlyDictionary<string, NodeLife> Lives { get; private set; } = new Dictionary<string, NodeLife>(StringComparer.Ordinal);

    public ValueBins? Bins(string metric) => inner.Bins(metric);

    public long DroppedSpans(string metric) => inner.DroppedSpans(metric);

    public async ValueTask<IReadOnlyDictionary<string, MetricRead>> ReadAsync(
        IReadOnlyList<ScrapeTarget> targets, IReadOnlySet<string> canaries, DateTimeOffset boundary, CancellationToken cancellationToken)
    {
        var places = instances().ToDictionary(i => i.Value.Name, i => i.Key, StringComparer.Ordinal);
        string PodOf(string place) => instances().TryGetValue(place, out var pod) ? pod.Name : place;
        string PlaceOf(string pod) => places.GetValueOrDefault(pod, pod);
        var reads = await inner.ReadAsync(
            [.. targets.Select(t => t with { Node = PodOf(t.Node) })], canaries.Select(PodOf).ToHashSet(StringComparer.Ordinal), boundary, cancellationToken);
        Lives = Renamed(inner.Lives, PlaceOf);
        return reads.ToDictionary(r => r.Key, r => Renamed(r.Value, PlaceOf), StringComparer.Ordinal);
    }

    /// <summary>What a store remembers, by today's places; pods that are gone keep their own names.</summary>
    public MetricPast Renamed(MetricPast past)
    {
        var places = instances().ToDictionary(i => i.Value.Name, i => i.Key, StringComparer.Ordinal);
        return past with { Buckets = [.. past.Buckets.Select(b => Renamed(b, pod => places.GetValueOrDefault(pod, pod)))] };
    }

    private static MetricRead Renamed(MetricRead read, Func<string, string> name) => read switch
    {
        MetricRead.Data data => new MetricRead.Data([.. data.Buckets.Select(b => Renamed(b, name))], Renamed(data.LeftOut, name)),
        MetricRead.Empty empty => empty with { LeftOut = Renamed(empty.LeftOut, name) },
        _ => read,
    };

    private static FleetBucket Renamed(FleetBucket bucket, Func<string, string> name) =>
        bucket with { Nodes = Renamed(bucket.Nodes, name), Sessions = Renamed(bucket.Sessions, name) };

    private static Dictionary<string, T> Renamed<T>(IReadOnlyDictionary<string, T> named, Func<string, string> name)
    {
        // A pod that was replaced in its place within the bucket: the one that stands there now comes last and counts.
        var renamed = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var (key, value) in named)
        {
            renamed[name(key)] = value;
        }

        return renamed;
    }
}

using Rollout.Judge;
using Rollout.Metrics;

namespace Rollout.Operator.Tests.HandOver;

/// <summary>
/// Every node sells some six hundred orders in a bucket, a bad canary four parts of ten. A session that was just begun hands out the last buckets
/// once more, as a store of readings could: whoever counts them twice is found out.
/// </summary>
internal sealed class SteadySales(Func<bool> isBad) : IMetricSession
{
    public const string Metric = "orders";
    public static readonly TimeSpan Bucket = TimeSpan.FromMinutes(1);
    private const int Again = 3;
    private DateTimeOffset? until;

    public IReadOnlyDictionary<string, NodeLife> Lives { get; } = new Dictionary<string, NodeLife>(StringComparer.Ordinal);

    /// <summary>What so many nodes sell in a span, whole buckets of it.</summary>
    public static double Sold(int nodes, DateTimeOffset from, DateTimeOffset to)
    {
        var sold = 0d;
        for (var start = from; start + Bucket <= to; start += Bucket)
        {
            sold += nodes * Of(start);
        }

        return sold;
    }

    public ValueTask<IReadOnlyDictionary<string, MetricRead>> ReadAsync(
        IReadOnlyList<ScrapeTarget> targets, IReadOnlySet<string> canaries, DateTimeOffset boundary, CancellationToken cancellationToken)
    {
        var buckets = new List<FleetBucket>();
        for (var start = until ?? boundary - (Again * Bucket); start < boundary; start += Bucket)
        {
            buckets.Add(new FleetBucket(start, Bucket, targets.ToDictionary(
                t => t.Node, t => new Measure { Count = isBad() && canaries.Contains(t.Node) ? Math.Floor(0.4 * Of(start)) : Of(start) }, StringComparer.Ordinal)));
        }

        until = boundary;
        return ValueTask.FromResult<IReadOnlyDictionary<string, MetricRead>>(new Dictionary<string, MetricRead>(StringComparer.Ordinal)
        {
            [Metric] = buckets.Count > 0 ? new MetricRead.Data(buckets, new Dictionary<string, string>(StringComparer.Ordinal))
                : new MetricRead.Empty("no bucket has ended", new Dictionary<string, string>(StringComparer.Ordinal)),
        });
    }

    public ValueBins? Bins(string metric) => null;

    public long DroppedSpans(string metric) => 0;

    private static double Of(DateTimeOffset start) => 600 + (start.ToUnixTimeSeconds() / 60 * 7919 % 97);
}

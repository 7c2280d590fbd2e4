using Rollout.Api;
using Rollout.Judge;

namespace Rollout.Server.Loop;

/// <summary>
/// What each node earned lately, for people: never judged. A bucket without a reading is absent, not zero. The loop adds, readers of
/// the API look on.
/// </summary>
public sealed class RateBoard(MetricKind kind)
{
    /// <summary>Buckets that a node's present rate is the mean of.</summary>
    public const int Window = 15;

    /// <summary>Buckets kept for the page.</summary>
    public const int Kept = 600;

    private readonly Lock gate = new();
    private readonly Queue<FleetBucket> buckets = new();

    public void Add(FleetBucket bucket)
    {
        lock (gate)
        {
            buckets.Enqueue(bucket);
            if (buckets.Count > Kept)
            {
                buckets.Dequeue();
            }
        }
    }

    /// <summary>Per minute over the last <see cref="Window"/> buckets; a node without any reading in them is absent.</summary>
    public IReadOnlyDictionary<string, double> PerMinute()
    {
        var sums = new Dictionary<string, (double Value, double Minutes)>(StringComparer.Ordinal);
        foreach (var bucket in Snapshot().TakeLast(Window))
        {
            foreach (var (node, measure) in bucket.Nodes)
            {
                var (value, minutes) = sums.GetValueOrDefault(node);
                sums[node] = (value + Value(measure, bucket.Length), minutes + bucket.Length.TotalMinutes);
            }
        }

        return sums.ToDictionary(s => s.Key, s => s.Value.Value / s.Value.Minutes, StringComparer.Ordinal);
    }

    /// <summary>The kept buckets of one node, oldest first: end and value per minute.</summary>
    public IReadOnlyList<(DateTimeOffset At, double PerMinute)> Series(string node) =>
    [
        .. Snapshot().Where(b => b.Nodes.ContainsKey(node)).Select(b => (b.End, Value(b.Nodes[node], b.Length) / b.Length.TotalMinutes)),
    ];

    private FleetBucket[] Snapshot()
    {
        lock (gate)
        {
            return [.. buckets];
        }
    }

    /// <summary>A gauge's level stands for the whole bucket; of a latency the requests are told.</summary>
    private double Value(Measure measure, TimeSpan length) => kind switch
    {
        MetricKind.Revenue => measure.Sum,
        MetricKind.Count or MetricKind.Ratio => measure.Count,
        MetricKind.Latency => measure.ValueCounts?.Sum() ?? 0,
        MetricKind.Gauge => measure.Sum * length.TotalMinutes,
    };
}

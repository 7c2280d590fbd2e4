using Rollout.Judge;

namespace Rollout.Recording;

/// <summary>Series of one rollout in memory, bounded: gone with the process, and with them nothing that a decision depends on.</summary>
public sealed class MemorySeries : ISeries
{
    /// <summary>Of one metric: two days of minutes.</summary>
    public const int MostBuckets = 2880;

    /// <summary>Measures of all kept buckets together, so that a large fleet keeps a shorter past.</summary>
    public const int MostMeasures = 60_000;

    public const int MostPoints = 2000;

    public const int MostHappenings = 100;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Queue<FleetBucket>> buckets = new(StringComparer.Ordinal);
    private readonly Queue<MetricPoint> points = new();
    private readonly Queue<RecordedHappening> happenings = new();
    private long lastId;
    private int measures;

    public bool IsWrittenAlong => false;

    public void Keep(RolloutKey key, RecordedNews news)
    {
        lock (gate)
        {
            foreach (var (metric, bucket) in news.Buckets)
            {
                Add(metric, bucket);
            }

            foreach (var point in news.Points)
            {
                points.Enqueue(point);
            }

            foreach (var happening in news.Happenings)
            {
                happenings.Enqueue(new RecordedHappening(++lastId, happening));
            }

            Cut(points, MostPoints);
            Cut(happenings, MostHappenings);
        }
    }

    public ValueTask<IReadOnlyList<FleetBucket>> ReadBucketsAsync(RolloutKey key, string metric, DateTimeOffset since, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return ValueTask.FromResult<IReadOnlyList<FleetBucket>>(
                buckets.TryGetValue(metric, out var kept) ? [.. kept.Where(b => b.End > since).OrderBy(b => b.Start)] : []);
        }
    }

    public ValueTask<IReadOnlyList<MetricPoint>> ReadPointsAsync(RolloutKey key, string revision, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return ValueTask.FromResult<IReadOnlyList<MetricPoint>>([.. points.Where(p => p.Revision == revision)]);
        }
    }

    public ValueTask<IReadOnlyList<RecordedHappening>> ReadLatestHappeningsAsync(RolloutKey key, int most, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return ValueTask.FromResult<IReadOnlyList<RecordedHappening>>([.. happenings.Reverse().Take(most)]);
        }
    }

    private void Add(string metric, FleetBucket bucket)
    {
        if (!buckets.TryGetValue(metric, out var kept))
        {
            buckets[metric] = kept = new Queue<FleetBucket>();
        }

        if (kept.Any(b => b.Start == bucket.Start))
        {
            return;
        }

        kept.Enqueue(bucket);
        measures += bucket.Nodes.Count;
        while (kept.Count > MostBuckets || (measures > MostMeasures && kept.Count > 1))
        {
            measures -= kept.Dequeue().Nodes.Count;
        }
    }

    private static void Cut<T>(Queue<T> queue, int most)
    {
        while (queue.Count > most)
        {
            queue.Dequeue();
        }
    }
}

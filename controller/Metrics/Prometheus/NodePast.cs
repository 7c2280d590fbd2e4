using Rollout.Metrics.Exposition;
using Rollout.Metrics.Scraping;

namespace Rollout.Metrics.Prometheus;

/// <summary>One node's series of the past, read boundary by boundary in order of time.</summary>
internal sealed class NodePast
{
    private static readonly Dictionary<string, double> NoBeginnings = new(StringComparer.Ordinal);

    private readonly List<Track> up = [];
    private readonly List<(Role Role, Track Track)> own = [];

    /// <param name="role">Null: it is the node's <c>up</c>.</param>
    /// <param name="series">One value a boundary.</param>
    public void Add(Role? role, StoredSeries series)
    {
        var track = new Track(series);
        if (role is { } known)
        {
            own.Add((known, track));
        }
        else
        {
            up.Add(track);
        }
    }

    /// <summary>Null: the node was not there. Call it with rising times.</summary>
    public NodeReading? At(long milliseconds, CompiledMetric metric)
    {
        var wasUp = up.Select(u => u.At(milliseconds)).ToList();
        var values = own.Select(o => (o.Role, o.Track.Series, Value: o.Track.At(milliseconds))).Where(o => o.Value is not null).ToList();
        if (values.Count == 0 && !wasUp.Contains(1))
        {
            return wasUp.Contains(0) ? new NodeReading.Missed("its scrape failed") : null;
        }

        if (values.Any(v => !double.IsFinite(v.Value!.Value) || (metric.Level is null && v.Value < 0)))
        {
            return new NodeReading.Missed("its value is no number of events");
        }

        var buckets = values.Where(v => v.Role.IsBucket)
            .Select(v => new ExposedSample(v.Series.Text, v.Series.Name, v.Series.Labels, v.Value!.Value, null, MetricType.Histogram, 0)).ToList();
        var histograms = metric.Histogram is null ? null : HistogramReading.Of(buckets, out _);
        var levels = metric.Level is null ? null : values.Where(v => v.Role is { Counter: null, IsBucket: false })
            .ToDictionary(v => v.Series.Text, v => v.Value!.Value, StringComparer.Ordinal);
        return (metric.Histogram is not null && histograms is null) || levels is { Count: 0 }
            ? new NodeReading.Missed("it shows no whole reading")
            : new NodeReading.Read(new NodeCounters
            {
                Counters = values.Where(v => v.Role.Counter is not null).ToDictionary(v => new CounterKey(v.Role.Counter!.Value, v.Series.Text), v => v.Value!.Value),
                Histograms = histograms,
                Levels = levels,
                Beginnings = NoBeginnings,
            });
    }

    /// <param name="Counter">Null: a bucket of the histogram, or a level.</param>
    /// <param name="IsBucket">Of the histogram.</param>
    internal readonly record struct Role(CounterRole? Counter, bool IsBucket = false);

    private sealed class Track(StoredSeries series)
    {
        private int next;

        public StoredSeries Series => series;

        public double? At(long milliseconds)
        {
            while (next < series.Points.Count && series.Points[next].Milliseconds < milliseconds)
            {
                next++;
            }

            return next < series.Points.Count && series.Points[next].Milliseconds == milliseconds ? series.Points[next].Value : null;
        }
    }
}

using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Rollout.Telemetry.Exposition;

/// <summary>Takes what the SDK collects when somebody asks. The SDK's own Prometheus exporter could stand here instead.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PullExporter : BaseExporter<Metric>, IPullMetricExporter
{
    private readonly Lock gate = new();
    private Action<ExposedFamily>? sink;

    public Func<int, bool>? Collect { get; set; }

    /// <summary>Hands over everything as it stands now, by name, one family after the other: all together are large where there are many rollouts.</summary>
    public void Each(TimeSpan timeout, Action<ExposedFamily> take)
    {
        lock (gate)
        {
            try
            {
                sink = take;
                if (Collect?.Invoke((int)timeout.TotalMilliseconds) != true)
                {
                    throw new InvalidOperationException("the metrics could not be collected in time");
                }
            }
            finally
            {
                sink = null;
            }
        }
    }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        var named = new List<(string Name, Metric Metric)>();
        foreach (var metric in batch)
        {
            named.Add((NameOf(metric), metric));
        }

        foreach (var (name, metric) in named.OrderBy(n => n.Name, StringComparer.Ordinal))
        {
            sink?.Invoke(Family(name, metric));
        }

        return ExportResult.Success;
    }

    private static string TypeOf(Metric metric) => metric.MetricType switch
    {
        MetricType.Histogram => "histogram",
        MetricType.LongSum or MetricType.DoubleSum => "counter",
        _ => "gauge",
    };

    private static string NameOf(Metric metric) => PrometheusNames.Of(metric.Name, metric.Unit.Length == 0 ? null : metric.Unit, TypeOf(metric) == "gauge");

    private static ExposedFamily Family(string name, Metric metric)
    {
        var points = new List<ExposedPoint>();
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            points.Add(Point(in point, metric.MetricType));
        }

        return new ExposedFamily(name, TypeOf(metric), metric.Description, points);
    }

    private static ExposedPoint Point(in MetricPoint point, MetricType type)
    {
        var labels = new List<(string Name, string Value)>();
        foreach (var tag in point.Tags)
        {
            labels.Add((PrometheusNames.Of(tag.Key, null, isGauge: false), Convert.ToString(tag.Value, System.Globalization.CultureInfo.InvariantCulture) ?? string.Empty));
        }

        labels.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return type switch
        {
            MetricType.Histogram => new ExposedPoint(labels, point.GetHistogramSum(), Bounds(in point)),
            MetricType.LongSum or MetricType.LongSumNonMonotonic => new ExposedPoint(labels, point.GetSumLong()),
            MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => new ExposedPoint(labels, point.GetSumDouble()),
            MetricType.LongGauge => new ExposedPoint(labels, point.GetGaugeLastValueLong()),
            MetricType.DoubleGauge => new ExposedPoint(labels, point.GetGaugeLastValueDouble()),
            _ => throw new InvalidOperationException($"no instrument of ours is a {type}"),
        };
    }

    private static List<(double, long)> Bounds(in MetricPoint point)
    {
        var bounds = new List<(double, long)>();
        long cumulative = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            cumulative += bucket.BucketCount;
            bounds.Add((bucket.ExplicitBound, cumulative));
        }

        return bounds;
    }
}

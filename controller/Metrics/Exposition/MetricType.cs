namespace Rollout.Metrics.Exposition;

/// <summary>The type that an exposition declares for a metric family.</summary>
public enum MetricType
{
    /// <summary>Not declared (<c>untyped</c> in 0.0.4, <c>unknown</c> in OpenMetrics).</summary>
    Unknown,
    Counter,
    Gauge,
    Histogram,
    Summary,

    /// <summary>OpenMetrics only, as are those below.</summary>
    GaugeHistogram,
    StateSet,
    Info,
}

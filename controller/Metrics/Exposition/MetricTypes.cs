namespace Rollout.Metrics.Exposition;

/// <summary>Which types a format knows, and which sample names a family of a type may have.</summary>
internal static class MetricTypes
{
    private static readonly Dictionary<string, MetricType> Text = new(StringComparer.Ordinal)
    {
        ["counter"] = MetricType.Counter,
        ["gauge"] = MetricType.Gauge,
        ["histogram"] = MetricType.Histogram,
        ["summary"] = MetricType.Summary,
        ["untyped"] = MetricType.Unknown,
    };

    private static readonly Dictionary<string, MetricType> Open = new(StringComparer.Ordinal)
    {
        ["counter"] = MetricType.Counter,
        ["gauge"] = MetricType.Gauge,
        ["histogram"] = MetricType.Histogram,
        ["gaugehistogram"] = MetricType.GaugeHistogram,
        ["stateset"] = MetricType.StateSet,
        ["info"] = MetricType.Info,
        ["summary"] = MetricType.Summary,
        ["unknown"] = MetricType.Unknown,
    };

    public static bool TryParse(string word, ExpositionFormat format, out MetricType type) => Words(format).TryGetValue(word, out type);

    public static string Known(ExpositionFormat format) => string.Join(", ", Words(format).Keys);

    /// <summary>The suffixes that a sample of the family bears in OpenMetrics; the empty one is the family's bare name.</summary>
    public static IReadOnlyList<string> Suffixes(MetricType type) => type switch
    {
        MetricType.Counter => ["_total", "_created"],
        MetricType.Histogram => ["_bucket", "_count", "_sum", "_created"],
        MetricType.GaugeHistogram => ["_bucket", "_gcount", "_gsum"],
        MetricType.Summary => [string.Empty, "_count", "_sum", "_created"],
        MetricType.Info => ["_info"],
        MetricType.Gauge or MetricType.StateSet or MetricType.Unknown => [string.Empty],
    };

    private static Dictionary<string, MetricType> Words(ExpositionFormat format) => format switch
    {
        ExpositionFormat.PrometheusText => Text,
        ExpositionFormat.OpenMetrics => Open,
    };
}

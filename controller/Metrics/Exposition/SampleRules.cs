namespace Rollout.Metrics.Exposition;

/// <summary>What a sample of a declared type must be, beyond the grammar of its line.</summary>
internal static class SampleRules
{
    /// <summary>Null where the sample keeps the rules of its type.</summary>
    public static string? Violation(ReadOnlySpan<byte> line, SampleLine sample, MetricType type, ExpositionFormat format)
    {
        var name = line[..sample.NameLength];
        var bucket = name.EndsWith("_bucket"u8) && type is MetricType.Histogram or MetricType.GaugeHistogram;
        if (bucket && !HasNumber(line, sample.Labels, "le"u8, out var le))
        {
            return "a bucket has no label le with a number";
        }

        if (format == ExpositionFormat.PrometheusText)
        {
            return null;
        }

        if (sample.HasExemplar && !bucket && !(type == MetricType.Counter && name.EndsWith("_total"u8)))
        {
            return "only counters (_total) and buckets may have an exemplar";
        }

        if (IsCounting(name, type) && (double.IsNaN(sample.Value) || sample.Value < 0))
        {
            return "a counter is negative or NaN";
        }

        var quantile = type == MetricType.Summary && !name.EndsWith("_sum"u8) && !name.EndsWith("_count"u8) && !name.EndsWith("_created"u8);
        return quantile && (!HasNumber(line, sample.Labels, "quantile"u8, out var q) || q is < 0 or > 1)
            ? "a summary's sample has no label quantile between 0 and 1"
            : null;
    }

    private static bool IsCounting(ReadOnlySpan<byte> name, MetricType type) => type switch
    {
        MetricType.Counter => name.EndsWith("_total"u8),
        MetricType.Histogram => !name.EndsWith("_created"u8),
        MetricType.GaugeHistogram => !name.EndsWith("_gsum"u8),
        MetricType.Summary => name.EndsWith("_count"u8) || name.EndsWith("_sum"u8),
        MetricType.Gauge or MetricType.Info or MetricType.StateSet or MetricType.Unknown => false,
    };

    private static bool HasNumber(ReadOnlySpan<byte> line, ReadOnlySpan<LabelSpan> labels, ReadOnlySpan<byte> wanted, out double number)
    {
        foreach (var label in labels)
        {
            if (line.Slice(label.NameStart, label.NameLength).SequenceEqual(wanted))
            {
                return NumberText.TryParse(line.Slice(label.ValueStart, label.ValueLength), out number) && !double.IsNaN(number);
            }
        }

        number = double.NaN;
        return false;
    }
}

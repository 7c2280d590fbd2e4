using System.Text;

namespace Rollout.Metrics.Exposition;

/// <summary>
/// The samples that were asked for. A series that comes twice would be counted twice, so it is an error, unless the second is a later
/// point of it.
/// </summary>
internal sealed class KeptSamples(SampleNames wanted, ExpositionLimits limits)
{
    private readonly List<ExposedSample> samples = [];
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);

    public IReadOnlyList<ExposedSample> Samples => samples;

    /// <summary>Null where all is well.</summary>
    public string? Add(ReadOnlySpan<byte> line, SampleLine parsed, MetricType type, int lineNumber)
    {
        if (!wanted.TryGet(line[..parsed.NameLength], out var name))
        {
            return null;
        }

        var labels = Labels(line, parsed.Labels);
        var sample = new ExposedSample(SeriesText.Write(name, labels), name, labels, parsed.Value, parsed.Timestamp, type, lineNumber);
        if (!places.TryGetValue(sample.Series, out var place))
        {
            if (samples.Count == limits.MaxKeptSeries)
            {
                return FormattableString.Invariant($"more than {limits.MaxKeptSeries} series of the metrics in question");
            }

            places[sample.Series] = samples.Count;
            samples.Add(sample);
            return null;
        }

        if (sample.Timestamp is { } later && samples[place].Timestamp is { } earlier && later > earlier)
        {
            samples[place] = sample;
            return null;
        }

        var shown = LineCursor.Show(Encoding.UTF8.GetBytes(sample.Series));
        return FormattableString.Invariant($"the series {shown} was already on line {samples[place].Line}");
    }

    private static SampleLabel[] Labels(ReadOnlySpan<byte> line, ReadOnlySpan<LabelSpan> spans)
    {
        var labels = new List<SampleLabel>(spans.Length);
        foreach (var span in spans)
        {
            if (span.ValueLength > 0)
            {
                labels.Add(new SampleLabel(Encoding.UTF8.GetString(line.Slice(span.NameStart, span.NameLength)), LabelReader.Value(line, span)));
            }
        }

        labels.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return [.. labels];
    }
}

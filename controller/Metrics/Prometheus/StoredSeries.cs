using Rollout.Metrics.Exposition;

namespace Rollout.Metrics.Prometheus;

/// <summary>A series with its samples in a span of time.</summary>
/// <param name="Name">The metric's name; empty where the server gave none.</param>
/// <param name="Labels">All others, sorted by name, none empty.</param>
/// <param name="Points">In order of time, none twice; empty for a series of native histograms.</param>
/// <param name="IsNativeHistogram">Its samples are native histograms, which are not read.</param>
public sealed record StoredSeries(string Name, IReadOnlyList<SampleLabel> Labels, IReadOnlyList<TimedValue> Points, bool IsNativeHistogram = false)
{
    /// <summary>Its identity: name and labels in one writing.</summary>
    public string Text { get; } = SeriesText.Write(Name, Labels);

    /// <summary>The label's value; empty where there is no such label.</summary>
    public string Label(string name)
    {
        foreach (var label in Labels)
        {
            if (label.Name == name)
            {
                return label.Value;
            }
        }

        return string.Empty;
    }
}

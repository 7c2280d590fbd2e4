namespace Rollout.Metrics.Exposition;

/// <summary>A sample that somebody asked for.</summary>
/// <param name="Series">The series' identity: name and labels in one writing, whatever order the node wrote them in.</param>
/// <param name="Name">The sample's name as written (<c>x_bucket</c>, <c>x_total</c>).</param>
/// <param name="Labels">Sorted by name, none empty.</param>
/// <param name="Value">May be NaN or infinite.</param>
/// <param name="Timestamp">Where the node gave one; to the millisecond in 0.0.4, to 100 ns in OpenMetrics.</param>
/// <param name="Type">Type of the family it belongs to.</param>
/// <param name="Line">Where it stood.</param>
public sealed record ExposedSample(
    string Series,
    string Name,
    IReadOnlyList<SampleLabel> Labels,
    double Value,
    DateTimeOffset? Timestamp,
    MetricType Type,
    int Line)
{
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

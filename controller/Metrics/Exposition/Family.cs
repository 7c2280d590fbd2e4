namespace Rollout.Metrics.Exposition;

/// <summary>What is known of one metric family while an exposition is read.</summary>
internal sealed class Family(string name)
{
    public string Name { get; } = name;

    public MetricType Type { get; set; }

    public bool Typed { get; set; }

    public bool Helped { get; set; }

    public bool United { get; set; }

    public bool HasSamples { get; set; }
}

using System.Text;

namespace Rollout.Probes.Exposition;

/// <summary>A family of metrics in the text format of Prometheus: what stands before its samples, as bytes made once.</summary>
public sealed class MetricFamily
{
    private readonly byte[] head;
    private readonly byte[] name;

    /// <param name="name">Of the metric.</param>
    /// <param name="type">gauge, counter or histogram.</param>
    /// <param name="help">What it says, in a sentence.</param>
    public MetricFamily(string name, string type, string help)
    {
        var text = help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        head = Encoding.UTF8.GetBytes($"# HELP {name} {text}\n# TYPE {name} {type}\n");
        this.name = Encoding.UTF8.GetBytes(name);
    }

    /// <summary>The lines HELP and TYPE.</summary>
    public ReadOnlySpan<byte> Head => head;

    /// <summary>With which each sample begins.</summary>
    public ReadOnlySpan<byte> Name => name;
}

using System.Globalization;
using System.Text;

namespace Rollout.Probes.Exposition;

/// <summary>Writes metrics in the text format of Prometheus (version 0.0.4): a family at a time, its lines together.</summary>
public sealed class ExpositionText
{
    private readonly StringBuilder text = new(2048);

    public override string ToString() => text.ToString();

    /// <summary>Begins a family; its samples follow.</summary>
    public void Family(string name, string type, string help) =>
        text.Append("# HELP ").Append(name).Append(' ').Append(help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('\n')
            .Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    public void Sample(string name, double value, params ReadOnlySpan<(string Label, string Value)> labels)
    {
        text.Append(name);
        for (var i = 0; i < labels.Length; i++)
        {
            text.Append(i == 0 ? '{' : ',').Append(labels[i].Label).Append("=\"");
            Escape(labels[i].Value);
            text.Append('"');
        }

        text.Append(labels.Length == 0 ? " " : "} ");
        _ = double.IsFinite(value) ? text.Append(CultureInfo.InvariantCulture, $"{value:R}") : text.Append(Number(value));
        text.Append('\n');
    }

    /// <summary>A family of one sample without labels.</summary>
    public void Gauge(string name, double value, string help)
    {
        Family(name, "gauge", help);
        Sample(name, value);
    }

    public static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private void Escape(string value)
    {
        foreach (var c in value)
        {
            _ = c switch
            {
                '\\' => text.Append("\\\\"),
                '"' => text.Append("\\\""),
                '\n' => text.Append("\\n"),
                _ => text.Append(c),
            };
        }
    }
}

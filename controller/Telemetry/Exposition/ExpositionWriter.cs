using System.Globalization;

namespace Rollout.Telemetry.Exposition;

/// <summary>
/// Writes families in the text format 0.0.4 or in OpenMetrics 1.0. Pure. Bounds are written alike in both, so that another format makes
/// no other series.
/// </summary>
/// <param name="text">Where it is written; not disposed here.</param>
/// <param name="openMetrics">Else the text format.</param>
internal sealed class ExpositionWriter(TextWriter text, bool openMetrics)
{
    /// <summary>Families come in the order of their names.</summary>
    public void Write(ExposedFamily family)
    {
        var sample = family.Type == "counter" ? family.Name + "_total" : family.Name;
        var declared = openMetrics ? family.Name : sample;
        text.Write($"# HELP {declared} {Escaped(family.Help, quotes: openMetrics)}\n");
        text.Write($"# TYPE {declared} {family.Type}\n");
        foreach (var point in family.Points)
        {
            if (point.Bounds is { } bounds)
            {
                Histogram(family.Name, point, bounds);
            }
            else
            {
                Line(sample, point.Labels, null, point.Value);
            }
        }
    }

    /// <summary>After the last family.</summary>
    public void End() => text.Write(openMetrics ? "# EOF\n" : string.Empty);

    private void Histogram(string name, ExposedPoint point, IReadOnlyList<(double Bound, long Cumulative)> bounds)
    {
        foreach (var (bound, cumulative) in bounds)
        {
            Line(name + "_bucket", point.Labels, Bound(bound), cumulative);
        }

        Line(name + "_sum", point.Labels, null, point.Value);
        Line(name + "_count", point.Labels, null, bounds[^1].Cumulative);
    }

    private void Line(string name, IReadOnlyList<(string Name, string Value)> labels, string? bound, double value)
    {
        text.Write(name);
        IEnumerable<(string Name, string Value)> all = bound is null ? labels : [.. labels, ("le", bound)];
        var separator = '{';
        foreach (var label in all)
        {
            text.Write(separator);
            text.Write(label.Name);
            text.Write("=\"");
            text.Write(Escaped(label.Value, quotes: true));
            text.Write('"');
            separator = ',';
        }

        text.Write(separator == ',' ? "} " : " ");
        text.Write(Number(value));
        text.Write('\n');
    }

    /// <summary>OpenMetrics' canonical numbers: 1 is "1.0".</summary>
    private static string Bound(double bound)
    {
        var number = Number(bound);
        return double.IsFinite(bound) && number.All(c => char.IsAsciiDigit(c) || c == '-') ? number + ".0" : number;
    }

    private static string Number(double value) =>
        double.IsNaN(value) ? "NaN"
        : double.IsInfinity(value) ? (value > 0 ? "+Inf" : "-Inf")
        : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Escaped(string text, bool quotes)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }
}

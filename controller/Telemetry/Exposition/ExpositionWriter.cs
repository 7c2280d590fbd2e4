using System.Globalization;
using System.Text;

namespace Rollout.Telemetry.Exposition;

/// <summary>
/// Writes families in the text format 0.0.4 or in OpenMetrics 1.0. Pure. Bounds are written alike in both, so that another format makes
/// no other series.
/// </summary>
internal static class ExpositionWriter
{
    public static byte[] Write(IEnumerable<ExposedFamily> families, bool openMetrics)
    {
        var text = new StringBuilder();
        foreach (var family in families.OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            var sample = family.Type == "counter" ? family.Name + "_total" : family.Name;
            var declared = openMetrics ? family.Name : sample;
            text.Append("# HELP ").Append(declared).Append(' ').Append(Escaped(family.Help, quotes: openMetrics)).Append('\n');
            text.Append("# TYPE ").Append(declared).Append(' ').Append(family.Type).Append('\n');
            foreach (var point in family.Points)
            {
                if (point.Bounds is { } bounds)
                {
                    Histogram(text, family.Name, point, bounds);
                }
                else
                {
                    Line(text, sample, point.Labels, null, point.Value);
                }
            }
        }

        return Encoding.UTF8.GetBytes(text.Append(openMetrics ? "# EOF\n" : string.Empty).ToString());
    }

    private static void Histogram(StringBuilder text, string name, ExposedPoint point, IReadOnlyList<(double Bound, long Cumulative)> bounds)
    {
        foreach (var (bound, cumulative) in bounds)
        {
            Line(text, name + "_bucket", point.Labels, Bound(bound), cumulative);
        }

        Line(text, name + "_sum", point.Labels, null, point.Value);
        Line(text, name + "_count", point.Labels, null, bounds[^1].Cumulative);
    }

    private static void Line(StringBuilder text, string name, IReadOnlyList<(string Name, string Value)> labels, string? bound, double value)
    {
        text.Append(name);
        IEnumerable<(string Name, string Value)> all = bound is null ? labels : [.. labels, ("le", bound)];
        var separator = '{';
        foreach (var label in all)
        {
            text.Append(separator).Append(label.Name).Append("=\"").Append(Escaped(label.Value, quotes: true)).Append('"');
            separator = ',';
        }

        text.Append(separator == ',' ? "} " : " ").Append(Number(value)).Append('\n');
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

using System.Globalization;
using System.Text;

namespace Rollout.Cli.Plotting;

/// <summary>Writes the few elements that a plot is made of. Text is escaped; numbers are culture-invariant.</summary>
internal sealed class Svg
{
    private readonly StringBuilder text = new();

    public override string ToString() => text.ToString();

    /// <summary>As it stands.</summary>
    public void Raw(FormattableString markup) => text.Append(markup.ToString(CultureInfo.InvariantCulture)).Append('\n');

    public void Text(double x, double y, string style, string said) =>
        Raw($"<text x=\"{PlotAxis.Coordinate(x)}\" y=\"{PlotAxis.Coordinate(y)}\" class=\"{style}\">{Escaped(said)}</text>");

    public void Line(double x1, double y1, double x2, double y2, string style) =>
        Raw($"<line x1=\"{PlotAxis.Coordinate(x1)}\" y1=\"{PlotAxis.Coordinate(y1)}\" x2=\"{PlotAxis.Coordinate(x2)}\" y2=\"{PlotAxis.Coordinate(y2)}\" class=\"{style}\"/>");

    public void Path(IEnumerable<(double X, double Y)> points, string style, bool closed = false)
    {
        var path = new StringBuilder();
        foreach (var (x, y) in points)
        {
            path.Append(path.Length == 0 ? 'M' : 'L').Append(PlotAxis.Coordinate(x)).Append(' ').Append(PlotAxis.Coordinate(y));
        }

        if (path.Length > 0)
        {
            Raw($"<path d=\"{path}{(closed ? "Z" : "")}\" class=\"{style}\"/>");
        }
    }

    /// <summary>For content and attributes; what XML cannot hold becomes the replacement character.</summary>
    public static string Escaped(string said)
    {
        var escaped = new StringBuilder(said.Length);
        foreach (var rune in said.EnumerateRunes())
        {
            escaped.Append(rune.Value switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                < 0x20 or 0xFFFE or 0xFFFF or (>= 0x7F and < 0xA0) => "\uFFFD",
                _ => rune.ToString(),
            });
        }

        return escaped.ToString();
    }
}

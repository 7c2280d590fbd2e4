namespace Rollout.Cli.Plotting;

/// <summary>What both panels share: the page, the time axis, frame, grid, warm-up and verdict.</summary>
internal sealed class PlotFrame
{
    public const double Width = 900;
    public const double Height = 700;
    private const double Left = 84;
    private const double Right = 868;

    private readonly VerdictPlot plot;
    private readonly double unit;

    public PlotFrame(VerdictPlot plot)
    {
        this.plot = plot;
        var last = Math.Max(plot.Points.Count > 0 ? plot.Points[^1].Minutes : 0, Math.Max(plot.WarmUp, 1));
        (unit, Unit) = last switch { <= 240 => (1, "minutes"), <= 4320 => (60, "hours"), _ => (1440, "days") };
        Time = new PlotAxis(0, last / unit * 1.02, Left, Right - Left);
    }

    public string Unit { get; }

    public PlotAxis Time { get; }

    public double X(PlotPoint point) => Time.Place(point.Minutes / unit);

    public static string Clip(string name) => $"clip-path=\"url(#{name})\"";

    /// <summary>Ground of a panel: frame, warm-up, grid of time. What is drawn next lies above it.</summary>
    public void Ground(Svg svg, double top, double bottom)
    {
        if (plot.WarmUp > 0)
        {
            var end = Math.Min(Right, Time.Place(plot.WarmUp / unit));
            svg.Raw($"<rect x=\"{PlotAxis.Coordinate(Left)}\" y=\"{PlotAxis.Coordinate(top)}\" width=\"{PlotAxis.Coordinate(end - Left)}\" height=\"{PlotAxis.Coordinate(bottom - top)}\" fill=\"url(#warm)\"/>");
        }

        foreach (var tick in Time.Ticks(8))
        {
            svg.Line(Time.Place(tick), top, Time.Place(tick), bottom, "grid");
            svg.Text(Time.Place(tick), bottom + 17, "tick middle", Number(tick));
        }
    }

    /// <summary>Over a panel: its frame and the moment of the verdict.</summary>
    public void Finish(Svg svg, double top, double bottom)
    {
        svg.Raw($"<rect x=\"{PlotAxis.Coordinate(Left)}\" y=\"{PlotAxis.Coordinate(top)}\" width=\"{PlotAxis.Coordinate(Right - Left)}\" height=\"{PlotAxis.Coordinate(bottom - top)}\" class=\"frame\"/>");
        if (plot.Decided is { } decided)
        {
            var x = Time.Place(decided.Minutes / unit);
            svg.Line(x, top, x, bottom, "verdict");
        }
    }

    /// <summary>Above the upper panel: the verdict and its time.</summary>
    public void Verdict(Svg svg, double top)
    {
        if (plot.Decided is { } decided)
        {
            var x = Time.Place(decided.Minutes / unit);
            svg.Path([(x - 5, top - 9), (x + 5, top - 9), (x, top - 1)], "mark", closed: true);
            var early = x < (Left + Right) / 2;
            svg.Text(early ? x + 9 : x - 9, top - 4, early ? "note" : "note end", $"{decided.Verdict} after {Number(Math.Round(decided.Minutes, 2))} min");
        }
    }

    /// <summary>Values on the left, with a grid.</summary>
    public static void Values(Svg svg, PlotAxis axis, IEnumerable<double> ticks, Func<double, string> label, string title)
    {
        foreach (var tick in ticks)
        {
            svg.Line(Left, axis.Place(tick), Right, axis.Place(tick), "grid");
            svg.Text(Left - 8, axis.Place(tick) + 4, "tick end", label(tick));
        }

        var middle = axis.At + (axis.Length / 2);
        svg.Raw($"<text transform=\"translate(22 {PlotAxis.Coordinate(middle)}) rotate(-90)\" class=\"axis middle\">{Svg.Escaped(title)}</text>");
    }

    /// <summary>A value that matters, across the panel; unseen where it lies beyond the axis.</summary>
    public static void Mark(Svg svg, PlotAxis axis, double value, string style)
    {
        if (axis.Holds(value))
        {
            svg.Line(Left, axis.Place(value), Right, axis.Place(value), style);
        }
    }

    /// <summary>Samples of lines with their names, in a row.</summary>
    public static void Legend(Svg svg, double y, params (string Style, string Name)[] entries)
    {
        var x = Left;
        foreach (var (style, name) in entries)
        {
            if (style.Contains("band", StringComparison.Ordinal))
            {
                svg.Raw($"<rect x=\"{PlotAxis.Coordinate(x)}\" y=\"{PlotAxis.Coordinate(y - 9)}\" width=\"28\" height=\"10\" class=\"{style}\"/>");
            }
            else
            {
                svg.Line(x, y - 4, x + 28, y - 4, style);
            }

            svg.Text(x + 34, y, "legend", name);
            x += 50 + (name.Length * 6.4);
        }
    }

    public static string Number(double value) => value.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture);
}

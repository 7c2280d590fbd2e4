namespace Rollout.Cli.Plotting;

/// <summary>The upper panel: the effect with its interval, no difference, and the tolerance.</summary>
internal static class EffectPanel
{
    private const double Top = 106;
    private const double Bottom = 350;
    private const double Largest = 20;

    public static void Draw(Svg svg, VerdictPlot plot, IReadOnlyList<PlotPoint> points, PlotFrame frame)
    {
        var (low, high) = Range(plot, points);
        var axis = new PlotAxis(low, high, Bottom, Top - Bottom);
        frame.Ground(svg, Top, Bottom);
        PlotFrame.Values(svg, axis, axis.Ticks(6), Percent, $"{plot.Subject}, difference to expected");
        var seen = points.Where(p => p.Effect is not null).ToArray();
        svg.Raw($"<g {PlotFrame.Clip("upper")}>");
        var upper = seen.Select(p => (frame.X(p), axis.Place(p.High ?? double.MaxValue)));
        var lower = seen.Reverse().Select(p => (frame.X(p), axis.Place(p.Low ?? -1)));
        svg.Path([.. upper, .. lower], "band", closed: true);
        PlotFrame.Mark(svg, axis, 0, "zero");
        PlotFrame.Mark(svg, axis, -plot.Tolerance, "tolerance");
        svg.Path(seen.Select(p => (frame.X(p), axis.Place(p.Effect!.Value))), "effect");
        svg.Raw($"</g>");
        Beyond(svg, frame, axis, seen);
        frame.Finish(svg, Top, Bottom);
        frame.Verdict(svg, Top);
        PlotFrame.Legend(svg, Bottom + 38, ("effect", "effect"), ("band", "interval, 95 % at all times together"), ("zero", "no difference"),
            ("tolerance", $"tolerance, {Percent(-plot.Tolerance)}"));
    }

    /// <summary>The frame that the clip of this panel is.</summary>
    public static (double Top, double Bottom) Span => (Top, Bottom);

    /// <summary>
    /// As the last half of the looks needs it: at first every interval is wide. From a total loss at most to twenty times more.
    /// </summary>
    private static (double Low, double High) Range(VerdictPlot plot, IReadOnlyList<PlotPoint> points)
    {
        double low = Math.Min(-plot.Tolerance, -0.1), high = 0.1;
        foreach (var point in points.Skip(points.Count / 2).Where(p => p.Effect is not null))
        {
            low = Math.Min(low, point.Low ?? -1);
            high = Math.Max(high, point.High ?? (2 * point.Effect!.Value) + 0.5);
        }

        var margin = 0.06 * (high - low);
        return (Math.Max(-1, low - margin), Math.Min(Largest, high + margin));
    }

    /// <summary>Says how far an effect goes that the axis does not hold.</summary>
    private static void Beyond(Svg svg, PlotFrame frame, PlotAxis axis, PlotPoint[] seen)
    {
        if (seen is [.., { Effect: { } last } point] && last > axis.High)
        {
            svg.Text(Math.Max(frame.X(point) - 8, 160), Top + 16, "note end", $"\u2191 {Percent(last)}");
        }
    }

    private static string Percent(double part)
    {
        var percent = Math.Round(part * 100, 2);
        var number = PlotFrame.Number(Math.Abs(percent));
        return percent < 0 ? $"\u2212{number} %" : percent > 0 ? $"+{number} %" : "0 %";
    }
}

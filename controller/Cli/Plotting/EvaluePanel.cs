namespace Rollout.Cli.Plotting;

/// <summary>The lower panel: both e-values on a log scale, with the thresholds that decide.</summary>
internal static class EvaluePanel
{
    private const double Top = 430;
    private const double Bottom = 630;
    private const double Lowest = -3;

    /// <summary>Evidence beyond this is cut off: nobody needs more than a thousand million to one.</summary>
    private const double Highest10 = 9;
    private static readonly double Ten = Math.Log(10);

    public static (double Top, double Bottom) Span => (Top, Bottom);

    public static void Draw(Svg svg, VerdictPlot plot, IReadOnlyList<PlotPoint> points, PlotFrame frame)
    {
        var high = points.Select(p => Highest(p)).DefaultIfEmpty(2).Max() / Ten;
        var axis = new PlotAxis(Lowest, Math.Min(high, Highest10) + 0.5, Bottom, Top - Bottom);
        var step = Math.Max(1, Math.Ceiling((axis.High - axis.Low) / 8));
        var ticks = Enumerable.Range(0, 400).Select(i => Lowest + (i * step)).TakeWhile(t => t <= axis.High);
        frame.Ground(svg, Top, Bottom);
        PlotFrame.Values(svg, axis, ticks, Power, "evidence (e-value)");
        svg.Raw($"<g {PlotFrame.Clip("lower")}>");
        void Draw(Func<PlotPoint, double> of, string style) =>
            svg.Path(points.Where(p => of(p) < 1e6).Select(p => (frame.X(p), axis.Place(Math.Max(of(p) / Ten, -1e9)))), style);
        Draw(p => p.HarmThreshold, "harm limit");
        Draw(p => p.SafeThreshold, "safe limit");
        Draw(p => p.LogESafe, "safe");
        Draw(p => p.LogEHarm, "harm");
        svg.Raw($"</g>");
        frame.Finish(svg, Top, Bottom);
        svg.Text((frame.Time.At + frame.Time.Place(frame.Time.High)) / 2, Bottom + 34, "axis middle", $"{frame.Unit} since the start");
        PlotFrame.Legend(svg, Bottom + 56, ("harm", "a loss"), ("harm limit", Limit("proven", points, p => p.HarmThreshold)),
            ("safe", "no loss of the tolerance"), ("safe limit", Limit("excluded", points, p => p.SafeThreshold)),
            ("warm band", "warm-up, not counted"));
    }

    private static double Highest(PlotPoint p)
    {
        var limits = Math.Max(p.HarmThreshold < 1e6 ? p.HarmThreshold : 0, p.SafeThreshold);
        return Math.Max(limits, Math.Max(p.LogEHarm, p.LogESafe));
    }

    private static string Limit(string what, IReadOnlyList<PlotPoint> points, Func<PlotPoint, double> of) =>
        points.Count > 0 && of(points[^1]) < 40 ? $"{what} at {PlotFrame.Number(Math.Round(Math.Exp(of(points[^1])), 1))}" : what;

    private static string Power(double exponent) => exponent is >= -3 and <= 4
        ? Math.Pow(10, exponent).ToString("#,0.###", System.Globalization.CultureInfo.InvariantCulture)
        : $"1e{PlotFrame.Number(exponent)}";
}

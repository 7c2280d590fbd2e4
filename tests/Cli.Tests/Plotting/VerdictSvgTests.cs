using System.Xml.Linq;
using Rollout.Cli.Plotting;

namespace Rollout.Cli.Tests.Plotting;

public sealed class VerdictSvgTests
{
    private static readonly XNamespace Space = "http://www.w3.org/2000/svg";

    [Fact]
    public void It_has_both_panels_their_legend_units_and_the_verdict()
    {
        var svg = Parsed(Plot(60));
        var said = svg.Descendants(Space + "text").Select(t => t.Value).ToList();
        foreach (var part in new[] { "effect", "interval, 95 % at all times together", "no difference", "tolerance, \u221210 %", "proven at 100", "excluded at 20",
            "warm-up, not counted", "minutes since the start", "evidence (e-value)", "revenue, difference to expected", "Worse after 60 min" })
        {
            Assert.Contains(part, said);
        }

        Assert.Equal("n0 <&> \"x\" \uFFFD", svg.Element(Space + "title")!.Value);
        Assert.Single(svg.Descendants(Space + "path"), p => p.Attribute("class")?.Value == "effect");
        Assert.Equal(2, svg.Descendants(Space + "line").Count(l => l.Attribute("class")?.Value == "verdict"));
    }

    [Fact]
    public void The_same_plot_gives_the_same_bytes() => Assert.Equal(VerdictSvg.Of(Plot(60)), VerdictSvg.Of(Plot(60)));

    [Fact]
    public void A_hundred_thousand_looks_stay_a_small_file_and_keep_their_highest_evidence()
    {
        var plot = Plot(100_000);
        var points = plot.Points.ToArray();
        points[77_777] = points[77_777] with { LogEHarm = 20_000 };
        Assert.True(VerdictSvg.Of(plot with { Points = points }).Length < 250_000);
        Assert.Contains(PlotThinning.Thin(points), p => p.LogEHarm == 20_000);
        Assert.InRange(PlotThinning.Thin(points).Count, 500, 1600);
    }

    [Theory]
    [InlineData(-1.0, -1.0, -.99)]
    [InlineData(400.0, 120.0, null)]
    [InlineData(.3, null, null)]
    [InlineData(null, null, null)]
    public void Totals_and_gains_beyond_the_axis_and_unbounded_intervals_are_drawn(double? effect, double? low, double? high)
    {
        var plot = Plot(20);
        var svg = VerdictSvg.Of(plot with { Points = [.. plot.Points.Select(p => p with { Effect = effect, Low = low, High = high, LogEHarm = 1e5, HarmThreshold = double.MaxValue })] });
        Parsed(svg);
        Assert.DoesNotContain("NaN", svg);
        Assert.DoesNotContain("\u221E", svg);
        Assert.DoesNotContain("E+", svg);
    }

    [Fact]
    public void Nothing_seen_is_an_empty_plot() => Parsed(VerdictSvg.Of(Plot(0) with { Decided = null }));

    private static XElement Parsed(string svg) => XDocument.Parse(svg).Root!;

    private static XElement Parsed(VerdictPlot plot) => Parsed(VerdictSvg.Of(plot));

    private static VerdictPlot Plot(int looks) => new()
    {
        Title = "n0 <&> \"x\" \u0001",
        Sentence = string.Join(' ', Enumerable.Repeat("a sentence", 60)),
        Subject = "revenue",
        Points = [.. Enumerable.Range(1, looks).Select(t => new PlotPoint(2 + t, -.2, -.2 - (1 / Math.Sqrt(t)), t < 5 ? null : 0, .1 * t, -.1 * t, Math.Log(100), Math.Log(20)))],
        WarmUp = 2,
        Tolerance = .1,
        Decided = ("Worse", looks),
    };
}

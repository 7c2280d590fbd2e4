namespace Rollout.Cli.Plotting;

/// <summary>Draws a judged rollout: effect above, evidence below. The same plot gives the same bytes; at most some 200 KB whatever was looked at.</summary>
internal static class VerdictSvg
{
    private const int TitleLength = 90;
    private const int LineLength = 118;
    private const int MostLines = 3;

    // Told apart without colour too: by dashes and by width.
    private const string Style = """
        text{font-family:"Source Sans 3","Segoe UI","Helvetica Neue","DejaVu Sans",Helvetica,Arial,sans-serif;fill:#222;font-size:12px}
        .title{font-size:18px;font-weight:600}.said{font-size:13px}.axis{font-size:13px}.tick{fill:#444;font-size:11.5px}.legend{font-size:12px}
        .note{font-size:12.5px;font-weight:600}.middle{text-anchor:middle}.end{text-anchor:end}
        .grid{stroke:#e3e3e3;stroke-width:1}.frame{fill:none;stroke:#555;stroke-width:1}
        .band{fill:#9dbbd8;fill-opacity:.55;stroke:#5b87b2;stroke-width:.8}
        .warm.band{fill:url(#warm);fill-opacity:1;stroke:#999}
        .effect{fill:none;stroke:#123f6d;stroke-width:2.2;stroke-linejoin:round}
        .zero{stroke:#222;stroke-width:1.1}.tolerance{stroke:#a02c00;stroke-width:1.5;stroke-dasharray:7 4}
        .harm{fill:none;stroke:#a02c00;stroke-width:2.2;stroke-linejoin:round}.safe{fill:none;stroke:#0f6b5c;stroke-width:2;stroke-dasharray:6 3;stroke-linejoin:round}
        .limit{stroke-width:1.2}.harm.limit{stroke-dasharray:1.5 3}.safe.limit{stroke-dasharray:9 3 1.5 3}
        .verdict{stroke:#222;stroke-width:1.6;stroke-dasharray:3 3}.mark{fill:#222}
        """;

    public static string Of(VerdictPlot plot)
    {
        var points = PlotThinning.Thin(plot.Points);
        var frame = new PlotFrame(plot);
        var svg = new Svg();
        svg.Raw($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {PlotFrame.Width} {PlotFrame.Height}\" width=\"{PlotFrame.Width}\" height=\"{PlotFrame.Height}\" role=\"img\">");
        svg.Raw($"<title>{Svg.Escaped(plot.Title)}</title>");
        svg.Raw($"<desc>{Svg.Escaped(plot.Sentence)}</desc>");
        svg.Raw($"<style>{Style}</style>");
        Definitions(svg, frame);
        svg.Raw($"<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>");
        svg.Text(24, 30, "title", Short(plot.Title, TitleLength));
        var y = 48.0;
        foreach (var line in Lines(plot.Sentence))
        {
            svg.Text(24, y, "said", line);
            y += 16;
        }

        EffectPanel.Draw(svg, plot, points, frame);
        EvaluePanel.Draw(svg, plot, points, frame);
        svg.Raw($"</svg>");
        return svg.ToString();
    }

    private static void Definitions(Svg svg, PlotFrame frame)
    {
        svg.Raw($"<defs><pattern id=\"warm\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\" fill=\"#f1f1f1\"/><line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"6\" stroke=\"#bbb\" stroke-width=\"1.4\"/></pattern>");
        foreach (var (name, (top, bottom)) in new[] { ("upper", EffectPanel.Span), ("lower", EvaluePanel.Span) })
        {
            svg.Raw($"<clipPath id=\"{name}\"><rect x=\"{frame.Time.At}\" y=\"{top}\" width=\"{frame.Time.Length}\" height=\"{bottom - top}\"/></clipPath>");
        }

        svg.Raw($"</defs>");
    }

    /// <summary>Three lines at most, cut at blanks where there are any.</summary>
    private static IEnumerable<string> Lines(string sentence)
    {
        for (var line = 1; line < MostLines && sentence.Length > LineLength; line++)
        {
            var cut = sentence.LastIndexOf(' ', LineLength);
            cut = cut > 0 ? cut : LineLength;
            yield return sentence[..cut];
            sentence = sentence[cut..].TrimStart();
        }

        yield return Short(sentence, LineLength);
    }

    private static string Short(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "\u2026";
}

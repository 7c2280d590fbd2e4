using Spectre.Console;
using Spectre.Console.Rendering;

namespace Rollout.Demo.Terminal;

/// <summary>
/// Text above a live display. It is written over what the display drew before, which may have been longer: each line erases the rest of
/// its row (ECMA-48 EL), or words of the old table would stay behind it.
/// </summary>
internal sealed class ErasingLines(string text, Style style) : Renderable
{
    private const string EraseRest = "\u001b[K";

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        foreach (var line in Segment.SplitLines(((IRenderable)new Text(text, style)).Render(options, maxWidth)))
        {
            foreach (var segment in line)
            {
                yield return segment;
            }

            yield return Segment.Control(EraseRest);
            yield return Segment.LineBreak;
        }
    }
}

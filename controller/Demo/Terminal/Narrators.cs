using Spectre.Console;

namespace Rollout.Demo.Terminal;

/// <summary>The narrator that fits the standard output.</summary>
public static class Narrators
{
    /// <summary>Live on a terminal that can move its cursor, else plain lines. <c>NO_COLOR</c> (no-color.org) takes the colours away, not the table.</summary>
    public static INarrator ForStandardOutput(TimeProvider time)
    {
        var isTerminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } and not "dumb";
        if (!isTerminal)
        {
            return new PlainNarrator(Console.Out, time);
        }

        var colourless = Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
        return new LiveNarrator(AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = colourless ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = InteractionSupport.Yes,
        }));
    }
}

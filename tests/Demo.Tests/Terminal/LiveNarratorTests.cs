using Rollout.Demo.Terminal;
using Spectre.Console;

namespace Rollout.Demo.Tests.Terminal;

public sealed class LiveNarratorTests
{
    [Fact]
    public async Task A_line_leaves_nothing_of_a_longer_one_that_stood_in_its_row()
    {
        await using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = 120;
        await using (var narrator = new LiveNarrator(console))
        {
            narrator.Show(Shown.Rollout);
            narrator.Say("short");
        }

        Assert.Contains("short\u001b[K", writer.ToString(), StringComparison.Ordinal);
        Assert.Contains("harm ", writer.ToString(), StringComparison.Ordinal);
    }
}

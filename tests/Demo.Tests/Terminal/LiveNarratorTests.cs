using Rollout.Demo.Terminal;
using Spectre.Console;

namespace Rollout.Demo.Tests.Terminal;

public sealed class LiveNarratorTests
{
    [Fact]
    public async Task A_line_leaves_nothing_of_a_longer_one_that_stood_in_its_row()
    {
        var drawn = await DrawnAsync(narrator =>
        {
            narrator.Show(Shown.Rollout);
            narrator.Say("short");
        });

        Assert.Contains("short\u001b[K", drawn, StringComparison.Ordinal);
        Assert.Contains("harm ", drawn, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_line_stays_on_the_screen_whether_said_before_the_first_table_or_after_it()
    {
        var drawn = await DrawnAsync(narrator =>
        {
            narrator.Say("the first line");
            narrator.Say("the second");
            narrator.Show(Shown.Rollout);
            narrator.Say("the third");
            narrator.Show(Shown.Rollout);
            narrator.Say("the last");
        });

        Assert.Equal(["the first line", "the second", "the third", "the last"], Screen.RowsAfter(drawn));
    }

    private static async Task<string> DrawnAsync(Action<LiveNarrator> tell)
    {
        await using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(writer),
        });
        (console.Profile.Width, console.Profile.Height) = (120, 50);
        await using (var narrator = new LiveNarrator(console))
        {
            tell(narrator);
        }

        return writer.ToString();
    }
}

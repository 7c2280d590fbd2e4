using System.Threading.Channels;
using Rollout.Server.Client;
using Spectre.Console;

namespace Rollout.Demo.Terminal;

/// <summary>Lines that scroll, with the rollout below them redrawn in place.</summary>
public sealed class LiveNarrator : INarrator
{
    private readonly Channel<(string? Line, Tone Tone, RolloutSeen? Rollout)> told = Channel.CreateBounded<(string?, Tone, RolloutSeen?)>(1000);
    private readonly Task drawing;

    public LiveNarrator(IAnsiConsole console) => drawing = DrawAsync(console);

    public void Say(string line, Tone tone = Tone.Plain) => told.Writer.TryWrite((line, tone, null));

    public void Show(RolloutSeen rollout) => told.Writer.TryWrite((null, Tone.Plain, rollout));

    /// <summary>Draws what was told so far, takes the table away and gives the terminal back.</summary>
    public async ValueTask DisposeAsync()
    {
        told.Writer.TryComplete();
        await drawing;
    }

    /// <remarks>A live display of no height moves the cursor up all the same, over the line before: it begins with the first rollout.</remarks>
    private async Task DrawAsync(IAnsiConsole console)
    {
        await foreach (var (line, tone, rollout) in told.Reader.ReadAllAsync())
        {
            if (rollout is not null)
            {
                await DrawLiveAsync(console, rollout);
                return;
            }

            Write(console, line, tone);
        }
    }

    private Task DrawLiveAsync(IAnsiConsole console, RolloutSeen first) =>
        console.Live(FleetView.Of(first)).AutoClear(true).Overflow(VerticalOverflow.Crop).StartAsync(async live =>
        {
            live.Refresh();
            await foreach (var (line, tone, rollout) in told.Reader.ReadAllAsync())
            {
                if (rollout is not null)
                {
                    live.UpdateTarget(FleetView.Of(rollout));
                }

                Write(console, line, tone);
            }
        });

    private static void Write(IAnsiConsole console, string? line, Tone tone)
    {
        if (line is not null)
        {
            console.Write(new ErasingLines(OneLine.Of(line), StyleOf(tone)));
        }
    }

    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Plain => Style.Plain,
        Tone.Quiet => new Style(Color.Grey),
        Tone.Heading => new Style(decoration: Decoration.Bold),
        Tone.Good => new Style(Color.Green, decoration: Decoration.Bold),
        Tone.Bad => new Style(Color.Red, decoration: Decoration.Bold),
    };
}

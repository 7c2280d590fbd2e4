using Rollout.Demo.Terminal;
using Rollout.Support;

namespace Rollout.Demo.Tests.Terminal;

public sealed class PlainNarratorTests
{
    [Fact]
    public async Task Shows_the_rollout_at_most_once_in_five_seconds_at_rest_in_thirty_and_no_control_characters()
    {
        var time = new ManualTime(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
        await using var writer = new StringWriter { NewLine = "\n" };
        await using var narrator = new PlainNarrator(writer, time);
        narrator.Show(Shown.Rollout);
        time.Advance(TimeSpan.FromSeconds(4.9));
        narrator.Show(Shown.Rollout);
        narrator.Say("a\u001b[31mb\rc");
        time.Advance(TimeSpan.FromSeconds(0.1));
        narrator.Show(Shown.Rollout);
        var rest = Shown.Rollout with { Status = new() { Phase = "Idle", StableRevision = "v1" } };
        time.Advance(TimeSpan.FromSeconds(29));
        narrator.Show(rest);
        time.Advance(TimeSpan.FromSeconds(1));
        narrator.Show(rest);
        var status = "  " + StatusLine.Of(Shown.Rollout);
        Assert.Equal([status, "a [31mb c", status, "  Idle on v1", ""], writer.ToString().Split('\n'));
    }

    [Fact]
    public async Task Every_happening_is_told_once_the_oldest_first()
    {
        var time = new ManualTime(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
        await using var writer = new StringWriter { NewLine = "\n" };
        await using var narrator = new PlainNarrator(writer, time);
        var terminal = new FleetTerminal(narrator, FleetTerminal.Sentence);
        terminal.See(Shown.Json);
        terminal.See(Shown.Json);
        Assert.Equal(
            ["Started: v2 was asked for", "CanaryStarted: v2 is on n1", "  " + StatusLine.Of(Shown.Rollout), ""], writer.ToString().Split('\n'));
    }
}

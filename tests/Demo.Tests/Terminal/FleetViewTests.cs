using Rollout.Demo.Terminal;
using Rollout.Server.Client;
using Spectre.Console;

namespace Rollout.Demo.Tests.Terminal;

public sealed class FleetViewTests
{
    [Fact]
    public void Shows_every_node_its_money_and_share_the_evidence_of_both_sides_and_the_failing_probe()
    {
        var lines = Draw();
        Assert.Contains("shop: Judging v2 beside v1, stage 1 of 3 (1 node)", lines);
        Assert.Contains("n1 canary v2 1,013 1,350 ████████████░░░░ 75 %", lines);
        Assert.Contains("n2 stable v1 - 1,350 no reading", lines);
        Assert.Contains("n3 stable - 10 1,350 no shop serves on n3", lines);
        Assert.Contains("harm ████████████░░░░░░░░░░░░ 3.5 of 6.9 rolls back when full", lines);
        Assert.Contains("safe ░░░░░░░░░░░░░░░░░░░░░░░░ -1.9 of 3.0 opens the next stage when full", lines);
        Assert.Contains("probe checkout on n1: pay for honey: expected status 200 or 201, got 500", lines);
        Assert.Contains("LevelNotReached: n3 failed: disk full", lines);
        Assert.Contains("about 25 s more", lines);
    }

    [Fact]
    public void Text_from_elsewhere_can_neither_move_the_cursor_nor_be_taken_for_markup()
    {
        var shown = Shown.Rollout;
        var nodes = shown.Status.Nodes!.ToArray();
        nodes[0] = nodes[0] with { Trouble = "[red]bad\u001b[2J\nline" };
        var lines = Draw(shown with { Status = shown.Status with { Nodes = nodes } });
        Assert.Contains(lines, l => l.Contains("[red]bad [2J line", StringComparison.Ordinal));
    }

    private static string[] Draw(Server.Client.RolloutSeen? rollout = null)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 120;
        console.Write(FleetView.Of(rollout ?? Shown.Rollout));
        return [.. writer.ToString().Split('\n').Select(l => string.Join(' ', l.Split([' ', '\r'], StringSplitOptions.RemoveEmptyEntries)))];
    }
}

using System.Globalization;
using Rollout.Server.Client;
using Spectre.Console.Rendering;
using Spectre.Console;
using static Rollout.Server.Client.RolloutProgress;

namespace Rollout.Demo.Terminal;

/// <summary>A rollout as a table and bars for a terminal: the nodes and what each earns, the evidence, the time still expected.</summary>
public static class FleetView
{
    private const int BarWidth = 24;
    private static readonly Style Quiet = new(Color.Grey);

    public static IRenderable Of(RolloutSeen rollout)
    {
        var status = rollout.Status;
        var parts = new List<IRenderable> { Text.Empty, Head(rollout), Nodes(status.Nodes ?? []) };
        if (status.CanaryRevision is not null && StatusLine.ObjectiveOf(status) is { } metric)
        {
            parts.Add(Evidence(metric));
        }

        parts.AddRange((status.Troubles ?? []).Select(t => new Text(OneLine.Of($"{t.Reason}: {t.Message}"), Color.Red)));
        parts.AddRange((status.Probes ?? []).Where(p => p.State == "Failing").Select(p => new Text(
            OneLine.Of($"probe {p.Name} on {p.Node}: {p.Failure?.Step}: expected {p.Failure?.Expected}, got {p.Failure?.Got}"), Color.Red)));
        parts.Add(new Text(OneLine.Of(status.Forecast?.Text ?? status.Message ?? ""), Quiet));
        return new Rows(parts);
    }

    private static Text Head(RolloutSeen rollout)
    {
        var status = rollout.Status;
        var stage = StatusLine.StageOf(status) is { } of ? ", " + of : "";
        return new Text(OneLine.Of($"{rollout.Metadata.Name}: {StatusLine.Headline(status)}{stage}"), new Style(ToneOf(status.Phase), decoration: Decoration.Bold));
    }

    private static Table Nodes(IReadOnlyList<NodeSeen> nodes)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("node", "role", "version");
        foreach (var name in new[] { "dollars/min", "expected" })
        {
            table.AddColumn(name, column => column.RightAligned());
        }

        table.AddColumn("share of expected");
        foreach (var node in nodes)
        {
            var canary = node.Role == "Canary";
            var style = canary ? new Style(Color.Aqua) : Style.Plain;
            table.AddRow(
                new Text(node.Name, style), new Text(canary ? "canary" : "stable", style), new Text(node.Revision ?? Wording.Unknown, style),
                new Text(Wording.Whole(node.PerMinute), style), new Text(Wording.Whole(node.ExpectedPerMinute), Quiet), Share(node));
        }

        return table;
    }

    private static Text Share(NodeSeen node)
    {
        if (node.Trouble is { } trouble)
        {
            return new Text(OneLine.Of(trouble), Color.Yellow);
        }

        if (node.Excluded is { } excluded)
        {
            return new Text(OneLine.Of("left out: " + excluded), Quiet);
        }

        return node is { PerMinute: { } earned, ExpectedPerMinute: > 0 and var expected }
            ? new Text(Bar(earned / expected, BarWidth * 2 / 3) + string.Create(CultureInfo.InvariantCulture, $" {100 * earned / expected:0} %"))
            : new Text("no reading", Quiet);
    }

    private static Rows Evidence(MetricSeen metric) => new(
        new Text($"{metric.Name}: {Wording.Effect(metric)}, tolerance {Wording.Percent(-metric.Tolerance)}"),
        Progress("harm", metric.LogEHarm, metric.HarmThreshold, "rolls back when full", Color.Red),
        Progress("safe", metric.LogESafe, metric.SafeThreshold, "opens the next stage when full", Color.Green));

    private static Text Progress(string side, double? logE, double? threshold, string meaning, Color color)
    {
        var share = logE is { } have && threshold is > 0 and var needed ? have / needed : 0;
        return new Text($"{side} {Bar(share, BarWidth)} {Wording.Number(logE)} of {Wording.Number(threshold)}  {meaning}", color);
    }

    private static string Bar(double share, int width)
    {
        var full = (int)Math.Round(Math.Clamp(share, 0, 1) * width);
        return new string('█', full) + new string('░', width - full);
    }

    private static Color ToneOf(string phase) => phase switch
    {
        "Promoting" or "Promoted" or "Idle" => Color.Green,
        "RollingBack" or "RolledBack" or "Invalid" or "Bypassed" => Color.Red,
        "Held" or "Paused" or "Waiting" => Color.Yellow,
        _ => Color.Aqua,
    };
}

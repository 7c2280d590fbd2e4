using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Rollout.Telemetry.Tests.Grafana;
using static Rollout.Telemetry.Tests.Grafana.DashboardFile;

namespace Rollout.Integration.Tests.Grafana;

/// <summary>Every query of every dashboard, put to a real Prometheus that has scraped the controller of the demo from its start to its end.</summary>
[Collection(OneDemo.Name)]
public sealed partial class DashboardQueriesTests(ToldDemo demo) : IDisposable
{
    /// <summary>What a demo cannot have: its releases come from no commit. The series are there, and say so (NaN).</summary>
    private static readonly string[] Unknown = ["Lead time"];

    private readonly StoredSeries stored = new(demo.Prometheus, demo.Span.From, demo.Span.To);

    public static TheoryData<string> Names => [.. All.Select(d => d.Name)];

    /// <summary>The last moment at which the controller was scraped for certain: it ends after the last line is told.</summary>
    private DateTimeOffset AtTheEnd => demo.Span.To - TimeSpan.FromSeconds(3);

    public void Dispose() => stored.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task No_panel_is_empty_after_a_demo(string name) => Assert.Empty(await EmptyAsync(All.Single(d => d.Name == name)));

    /// <summary>Planted: a series that no controller has.</summary>
    [Fact]
    public async Task A_query_that_finds_nothing_is_noticed()
    {
        var board = All.Single(d => d.Name == "fleet.json").Copy();
        board.Panels[1]["targets"]![0]!["expr"] = "sum(staggered_phases)";
        Assert.Equal([$"panel '{Text(board.Panels[1], "title")}' A: nothing within the demo", $"panel '{Text(board.Panels[1], "title")}': empty when the demo is over"], await EmptyAsync(board));
    }

    [Fact]
    public async Task Rows_are_repeated_for_every_metric_of_the_rollout()
    {
        var board = All.Single(d => d.Name == "rollout.json");
        var values = await Substitution.OfAsync(board, stored, demo.Span.To - demo.Span.From);
        Assert.Equal(["dollars"], values.All("metric"));
    }

    /// <summary>A legend {{label}} whose series have no such label would read as nothing, and so would a column.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public async Task Legends_and_columns_name_labels_that_the_series_have(string name)
    {
        var board = All.Single(d => d.Name == name);
        var values = await Substitution.OfAsync(board, stored, demo.Span.To - demo.Span.From);
        foreach (var panel in board.Panels)
        {
            var targets = Objects(panel, "targets");
            var columns = targets.Select(t => targets.Count == 1 ? "Value" : $"Value #{Text(t, "refId")}").Append("Time").ToHashSet(StringComparer.Ordinal);
            foreach (var target in targets)
            {
                var labels = await stored.LabelsAsync(values.Into(Text(target, "expr")));
                Assert.All(Label().Matches(Text(target, "legendFormat")).Select(m => m.Groups["label"].Value), l => Assert.Contains(l, labels));
                columns.UnionWith(labels);
            }

            var renamed = Objects(panel, "transformations").Where(t => Text(t, "id") == "organize").SelectMany(t => t["options"]!["renameByName"]!.AsObject().Select(c => c.Key));
            Assert.All(renamed, column => Assert.Contains(column, columns));
        }

        foreach (var annotation in board.Annotations)
        {
            var labels = await stored.LabelsAsync(values.Into(Text(annotation, "expr")));
            Assert.All(Label().Matches(Text(annotation, "titleFormat") + Text(annotation, "textFormat")).Select(m => m.Groups["label"].Value), l => Assert.Contains(l, labels));
        }
    }

    private async Task<List<string>> EmptyAsync(DashboardFile board)
    {
        var values = await Substitution.OfAsync(board, stored, demo.Span.To - demo.Span.From);
        var empty = new List<string>();
        foreach (var (place, expression) in board.Queries)
        {
            var isUnknown = Unknown.Any(u => place.StartsWith($"panel '{u}'", StringComparison.Ordinal)) && (await stored.SeriesAsync(values.Into(expression), AtTheEnd)).Count > 0;
            if (!isUnknown && await stored.NumbersAsync(values.Into(expression)) == 0)
            {
                empty.Add($"{place}: nothing within the demo");
            }
        }

        foreach (var panel in board.Panels.Where(p => !Unknown.Contains(Text(p, "title"))))
        {
            if (await IsEmptyAsync(panel, values))
            {
                empty.Add($"panel '{Text(panel, "title")}': empty when the demo is over");
            }
        }

        return empty;
    }

    /// <summary>A graph shows the whole span; what asks for one moment must find something at the end.</summary>
    private async Task<bool> IsEmptyAsync(JsonObject panel, Substitution values)
    {
        var found = 0;
        foreach (var target in Objects(panel, "targets"))
        {
            var expression = values.Into(Text(target, "expr"));
            found += target["instant"]!.GetValue<bool>() ? await stored.NumbersAsync(expression, AtTheEnd) : await stored.NumbersAsync(expression);
        }

        return found == 0;
    }

    [GeneratedRegex(@"\{\{(?<label>\w+)\}\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();
}

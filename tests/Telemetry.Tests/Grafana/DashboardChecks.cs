using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using static Rollout.Telemetry.Tests.Grafana.DashboardFile;

namespace Rollout.Telemetry.Tests.Grafana;

/// <summary>What makes a dashboard legible and portable, beyond its being valid. Pure.</summary>
internal static partial class DashboardChecks
{
    private const string Source = "${datasource}";
    private static readonly string[] Kinds = ["bargauge", "heatmap", "row", "stat", "state-timeline", "table", "timeseries"];
    private static readonly string[] Given = ["__interval", "__rate_interval", "__range", "__range_s", "__data", "datasource"];

    /// <summary>Everything that is wrong with it; none for a good one.</summary>
    public static IEnumerable<string> Problems(DashboardFile board) =>
        [.. OfIds(board), .. OfGrid(board), .. OfWords(board), .. OfSources(board), .. OfVariables(board), .. OfTargets(board)];

    private static IEnumerable<string> OfIds(DashboardFile board)
    {
        foreach (var twice in board.Everything.GroupBy(p => Number(p, "id")).Where(g => g.Count() > 1))
        {
            yield return $"id {twice.Key} is given {twice.Count()} times";
        }

        foreach (var unknown in board.Everything.Where(p => !Kinds.Contains(Text(p, "type"))))
        {
            yield return $"'{Text(unknown, "title")}' is of the unknown kind '{Text(unknown, "type")}'";
        }
    }

    private static IEnumerable<string> OfGrid(DashboardFile board)
    {
        var taken = new Dictionary<(int X, int Y), string>();
        foreach (var panel in board.Everything)
        {
            var (title, grid) = (Text(panel, "title"), panel["gridPos"]!);
            var (x, y, w, h) = (Number(grid, "x"), Number(grid, "y"), Number(grid, "w"), Number(grid, "h"));
            if (x < 0 || y < 0 || x + w > 24 || (Text(panel, "type") != "row" && (w < 3 || h < 3)))
            {
                yield return $"'{title}' does not fit the grid of 24 columns, or cannot be read at {w} x {h}";
            }

            foreach (var place in Enumerable.Range(x, w).SelectMany(column => Enumerable.Range(y, h).Select(line => (column, line))))
            {
                if (!taken.TryAdd(place, title))
                {
                    yield return $"'{title}' lies over '{taken[place]}'";
                    break;
                }
            }
        }
    }

    private static IEnumerable<string> OfWords(DashboardFile board)
    {
        foreach (var what in new[] { "uid", "title", "description" }.Where(k => Text(board.Json, k).Length == 0))
        {
            yield return $"the dashboard has no {what}";
        }

        foreach (var panel in board.Panels)
        {
            var title = Text(panel, "title");
            if (title.Length is 0 or > 40)
            {
                yield return $"'{title}' is no title: 1 to 40 characters";
            }

            if (Text(panel, "description") is not [_, .., '.'])
            {
                yield return $"'{title}' has no description";
            }

            if (Text(panel["fieldConfig"]!["defaults"]!, "unit").Length == 0)
            {
                yield return $"'{title}' has no unit";
            }
        }
    }

    private static IEnumerable<string> OfSources(DashboardFile board)
    {
        if (board.Variables is not [{ } first, ..] || Text(first, "type") != "datasource" || Text(first, "name") != "datasource")
        {
            yield return "the first variable is not the data source";
        }

        var places = board.Panels.Concat(board.Panels.SelectMany(p => Objects(p, "targets"))).Concat(board.Annotations).Concat(board.Variables.Where(v => Text(v, "type") == "query"));
        foreach (var place in places.Where(p => p["datasource"] is not JsonObject source || Text(source, "uid") != Source))
        {
            yield return $"'{Text(place, "title")}{Text(place, "name")}{Text(place, "refId")}' names a data source of its own";
        }
    }

    private static IEnumerable<string> OfVariables(DashboardFile board)
    {
        var defined = board.Variables.Select(v => Text(v, "name")).ToList();
        var used = Variable().Matches(board.Json.ToJsonString()).Select(m => m.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        foreach (var name in used.Except(defined).Except(Given).Where(n => !n.StartsWith("__", StringComparison.Ordinal)))
        {
            yield return $"${name} is used and not defined";
        }

        foreach (var name in defined.Where(n => !used.Contains(n)))
        {
            yield return $"${name} is defined and not used";
        }

        foreach (var variable in board.Variables.Where(v => Text(v, "label").Length == 0 || Text(v, "description").Length == 0))
        {
            yield return $"${Text(variable, "name")} has no label or no description";
        }
    }

    private static IEnumerable<string> OfTargets(DashboardFile board)
    {
        foreach (var panel in board.Panels)
        {
            var targets = Objects(panel, "targets");
            if (targets.Count == 0 || targets.Any(t => Text(t, "expr").Length == 0))
            {
                yield return $"'{Text(panel, "title")}' asks for nothing";
            }

            if (targets.Select(t => Text(t, "refId")).Distinct().Count() != targets.Count)
            {
                yield return $"'{Text(panel, "title")}' has two queries of one letter";
            }

            if (Text(panel, "type") != "table" && targets.Any(t => Text(t, "legendFormat").Length == 0))
            {
                yield return $"'{Text(panel, "title")}' has a query whose series have no name";
            }
        }
    }

    [GeneratedRegex(@"\$(?:\{(?<name>\w+)[^}]*\}|(?<name>\w+))", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();
}

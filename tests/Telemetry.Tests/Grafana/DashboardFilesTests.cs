using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Rollout.Telemetry.Tests.Grafana;

/// <summary>The dashboards as files. What their queries find is tested against a demo, in the integration tests.</summary>
public partial class DashboardFilesTests
{
    public static TheoryData<string> Names => [.. DashboardFile.All.Select(d => d.Name)];

    [Fact]
    public void There_is_one_for_the_fleet_one_for_a_rollout_one_for_probes_and_one_for_delivery()
    {
        Assert.Equal(["delivery.json", "fleet.json", "probes.json", "rollout.json"], DashboardFile.All.Select(d => d.Name));
        Assert.Equal(DashboardFile.All.Count, DashboardFile.All.Select(d => d.Uid).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_legible_and_portable(string name) => Assert.Empty(DashboardChecks.Problems(Board(name)));

    [Theory]
    [MemberData(nameof(Names))]
    public void It_asks_only_for_series_that_the_controller_has(string name)
    {
        using var telemetry = Shop.Telemetry();
        Shop.SayAll(telemetry.Meter);
        var known = Shop.Series(Shop.Text(telemetry)).Select(s => s.Split('{')[0]).ToHashSet(StringComparer.Ordinal);
        var asked = Series().Matches(Board(name).Json.ToJsonString()).Select(m => m.Value).Distinct().ToList();
        Assert.NotEmpty(asked);
        Assert.All(asked, series => Assert.Contains(series, known));
    }

    [Fact]
    public void Links_lead_to_dashboards_that_there_are()
    {
        var links = DashboardFile.All.SelectMany(d => Link().Matches(d.Json.ToJsonString()).Select(m => m.Groups["uid"].Value)).ToList();
        Assert.NotEmpty(links);
        Assert.All(links, uid => Assert.Contains(DashboardFile.All, d => d.Uid == uid));
    }

    /// <summary>Planted faults, one at a time: each is found, and nothing else.</summary>
    [Theory]
    [InlineData("lies over", "gridPos", """{"x":0,"y":0,"w":24,"h":8}""")]
    [InlineData("does not fit", "gridPos", """{"x":20,"y":900,"w":8,"h":8}""")]
    [InlineData("is given 2 times", "id", "1")]
    [InlineData("has no description", "description", "\"\"")]
    [InlineData("is no title", "title", "\"\"")]
    [InlineData("has no unit", "fieldConfig", """{"defaults":{},"overrides":[]}""")]
    [InlineData("names a data source of its own", "datasource", """{"type":"prometheus","uid":"P1809F7CD0C75ACF3"}""")]
    [InlineData("unknown kind", "type", "\"graph\"")]
    [InlineData("asks for nothing", "targets", "[]")]
    [InlineData("is used and not defined", "targets", """[{"refId":"A","datasource":{"uid":"${datasource}"},"expr":"up{job=\"$jobb\"}","legendFormat":"up"}]""")]
    [InlineData("have no name", "targets", """[{"refId":"A","datasource":{"uid":"${datasource}"},"expr":"up","legendFormat":""}]""")]
    public void A_planted_fault_is_found(string problem, string key, string json)
    {
        var board = Board("fleet.json").Copy();
        board.Panels.Last(p => DashboardFile.Text(p, "type") == "timeseries")[key] = JsonNode.Parse(json);
        Assert.Contains(problem, Assert.Single(DashboardChecks.Problems(board)), StringComparison.Ordinal);
    }

    private static DashboardFile Board(string name) => DashboardFile.All.Single(d => d.Name == name);

    [GeneratedRegex("staggered_[a-z_]+", RegexOptions.None, 1000)]
    private static partial Regex Series();

    [GeneratedRegex("/d/(?<uid>[^/?\"]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rollout.Charts.Tests.Rendering;

/// <summary>What Prometheus and Grafana get of the chart when they are asked for.</summary>
public class MonitoringTests
{
    [Fact]
    public void Nothing_is_there_unasked() => Assert.Empty(Chart.Rollout.Objects().Where(o => o.Kind is "ServiceMonitor" or "PrometheusRule" or "ConfigMap"));

    [Theory]
    [InlineData("alerts")]
    [InlineData("recording")]
    public void The_rules_are_those_of_the_file_to_the_letter(string file)
    {
        var rule = Assert.Single(Chart.Rollout.Objects(ValueSets.Of("everything")), o => o.Kind == "PrometheusRule" && o.Name == "rollout-staggered-" + file);
        Assert.Equal("prometheus", rule.Text("metadata", "labels", "release"));
        var written = (Dictionary<string, object?>)YamlValues.Documents(File.ReadAllText(Path.Combine(Repository.Chart, "files", file + ".yaml"))).Single();
        Assert.Equal(["groups"], written.Keys);
        Assert.NotEmpty(Assert.IsType<List<object?>>(written["groups"]));
        Assert.Equal(JsonSerializer.Serialize(written), JsonSerializer.Serialize(rule.At("spec")));
    }

    [Fact]
    public void The_controllers_own_labels_are_kept_when_it_is_scraped()
    {
        var monitor = Chart.Rollout.Objects(ValueSets.Of("everything")).Single(o => o.Kind == "ServiceMonitor");
        Assert.Equal("""{"port":"http","path":"/metrics","interval":"15s","honorLabels":true}""", monitor.Json["spec"]!["endpoints"]![0]!.ToJsonString());
    }

    [Fact]
    public void Every_dashboard_has_a_config_map_that_holds_it_whole()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Chart, "files", "dashboards"), "*.json").ToDictionary(path => Path.GetFileName(path), StringComparer.Ordinal);
        var maps = Chart.Rollout.Objects(ValueSets.Of("everything")).Where(o => o.Kind == "ConfigMap").ToList();
        Assert.NotEmpty(maps);
        Assert.Equal(files.Keys.Order(StringComparer.Ordinal), maps.SelectMany(map => ((Dictionary<string, object?>)map.At("data")!).Keys).Order(StringComparer.Ordinal));
        Assert.All(maps, map =>
        {
            var (file, text) = Assert.Single((Dictionary<string, object?>)map.At("data")!);
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(File.ReadAllText(files[file])), JsonNode.Parse((string)text!)));
            Assert.Equal(("1", "Rollout"), (map.Text("metadata", "labels", "grafana_dashboard"), map.Text("metadata", "annotations", "grafana_folder")));
        });
    }
}

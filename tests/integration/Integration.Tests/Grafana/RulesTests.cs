using System.Text.Json;

namespace Rollout.Integration.Tests.Grafana;

/// <summary>The rules of the chart, evaluated by a real Prometheus while the demo ran.</summary>
[Collection(OneDemo.Name)]
public sealed class RulesTests(ToldDemo demo) : IDisposable
{
    private readonly StoredSeries stored = new(demo.Prometheus, demo.Span.From, demo.Span.To);

    public void Dispose() => stored.Dispose();

    [Fact]
    public async Task Every_rule_is_evaluated_without_an_error_and_every_recorded_series_is_there()
    {
        var groups = (await stored.AskAsync("api/v1/rules", ("type", ""))).GetProperty("groups").EnumerateArray().ToList();
        var rules = groups.SelectMany(g => g.GetProperty("rules").EnumerateArray()).ToList();
        Assert.All(rules, rule => Assert.True(rule.GetProperty("health").GetString() == "ok", rule.ToString()));
        Assert.Equal(["alerting", "recording"], rules.Select(Kind).Distinct().Order(StringComparer.Ordinal));
        foreach (var name in rules.Where(r => Kind(r) == "recording").Select(r => r.GetProperty("name").GetString()!))
        {
            Assert.True(await stored.NumbersAsync(name) > 0, $"{name} was never recorded");
        }
    }

    [Fact]
    public async Task The_demos_rollbacks_raise_their_alert_and_nothing_else_does()
    {
        var fired = await stored.LabelAsync("ALERTS{alertstate=\"firing\"}", "alertname");
        Assert.Equal(["StaggeredRolledBack"], fired);
    }

    private static string? Kind(JsonElement rule) => rule.GetProperty("type").GetString();
}

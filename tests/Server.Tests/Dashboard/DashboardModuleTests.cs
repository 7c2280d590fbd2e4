using System.Text.Json;

namespace Rollout.Server.Tests.Dashboard;

/// <summary>The page's pure functions, each called in the browser that runs them.</summary>
public sealed class DashboardModuleTests(ChromiumBrowser chromium) : IClassFixture<ChromiumBrowser>
{
    public static TheoryData<string, string, string> Calls => new()
    {
        { "format.js", "m.num('-0.02')", "-0.02" },
        { "format.js", "m.num(null)", "null" },
        { "format.js", "m.num('')", "null" },
        { "format.js", "m.num('NaN')", "null" },
        { "format.js", "m.percent(-0.0234, {sign: true})", "\"−2.3 %\"" },
        { "format.js", "m.percent(0.093, {sign: true})", "\"+9.3 %\"" },
        { "format.js", "m.percent(-0.00001, {sign: true})", "\"0 %\"" },
        { "format.js", "m.percent(-0.25)", "\"−25 %\"" },
        { "format.js", "m.amount(812.5, 'USD')", "\"$813\"" },
        { "format.js", "m.amount(8.125, 'EUR')", "\"€8.13\"" },
        { "format.js", "m.amount(-12345, 'orders')", "\"−12,345 orders\"" },
        { "format.js", "m.span(0)", "\"0 s\"" },
        { "format.js", "m.span(200000)", "\"3 min 20 s\"" },
        { "format.js", "m.span(90061000)", "\"1 d 1 h\"" },
        { "format.js", "m.duration('1h30m')", "5400000" },
        { "format.js", "m.duration('250ms')", "250" },
        { "format.js", "m.duration('soon')", "null" },
        { "format.js", "m.instant('yesterday')", "null" },
        { "forecast.js", "[0.5, 2.1, 185, 5000].map(m.rough).join(', ')", "\"30 s, 3 min, 4 h, 4 d\"" },
        { "forecast.js", "m.outlook({metric: null, canaries: 0, start: null})", "null" },
        { "scale.js", "m.ticks(-0.31, 0.22, 5).map(x => +x.toFixed(6))", "[-0.3,-0.2,-0.1,0,0.1,0.2]" },
        { "scale.js", "m.ticks(0, 0, 5)", "[0]" },
        { "scale.js", "m.timeTicks(1000, 70000, 4).at", "[30000,60000]" },
        { "scale.js", "m.spread([{y: 10}, {y: 12}, {y: 13}], 10, 0, 30).map(l => l.y)", "[10,20,30]" },
        { "scale.js", "m.spread([{y: 29}, {y: 30}], 10, 0, 30).map(l => l.y)", "[20,30]" },
        { "evidence-chart.js", "[m.progress(3.45, 6.9), m.progress(null, 3), m.progress(1, 0)]", "[0.5,null,null]" },
        { "chart.js", "m.line([[0, 1], [1, 2], [2, null], [3, 4]])", "\"M0.0 1.0L1.0 2.0M3.0 4.0\"" },
        { "sparkline.js", "m.smooth([{t: 0, value: 2}, {t: 1000, value: 4}, {t: 9000, value: 6}, {t: 10000, value: 8}], 1000).map(p => p.value)", "[2,3,null,4,5]" },
        { "lists.js", "['Judging', 'Promoting', 'Held', 'RolledBack'].map(phase => m.attention({ phase, conditions: [{ type: 'Ready', status: 'False' }] }) !== null)", "[false,false,true,true]" },
        { "lists.js", "m.attention({ phase: 'Judging', conditions: [{ type: 'MetricsAvailable', status: 'False' }] }) !== null", "true" },
        { "effect-chart.js", "m.effectRange([{effect: 0, low: -9, high: 9}, {effect: -0.1, low: -0.2, high: 0.1}], [0.2]).map(v => v >= -1 && v <= 2)", "[true,true]" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Answers_as_written(string module, string call, string expected)
    {
        await using var stub = await StubController.StartAsync(0);
        await using var page = await chromium.OpenAsync(stub.Address);

        var answer = await page.Page.EvaluateAsync<JsonElement>($"async () => {{ const m = await import('/dashboard/{module}'); return JSON.parse(JSON.stringify({{ v: {call} }})); }}");

        var text = answer.GetProperty("v").GetRawText();
        using var wanted = JsonDocument.Parse(expected);
        using var got = JsonDocument.Parse(text);
        Assert.Equal(wanted.RootElement.ToString(), got.RootElement.ToString().Replace('\u202f', ' '));
    }
}

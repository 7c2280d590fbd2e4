using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Rollout.Support.Serving;

namespace Rollout.Telemetry.Tests;

/// <summary>Held to Prometheus itself: it scrapes the page, and its linter finds nothing.</summary>
public class AgainstPrometheusTests
{
    [Fact]
    public async Task Promtool_finds_nothing_to_complain_of()
    {
        using var telemetry = Shop.Telemetry();
        Shop.SayAll(telemetry.Meter);
        Assert.Equal((0, ""), await CheckAsync(Shop.Text(telemetry)));

        // Planted: that it would say so if there were something.
        Assert.NotEqual((0, ""), await CheckAsync("# TYPE staggered_completed counter\nstaggered_completed 1\n"));
    }

    [Fact]
    public async Task A_real_Prometheus_scrapes_every_series_with_its_value_and_type()
    {
        using var telemetry = Shop.Telemetry();
        Shop.SayAll(telemetry.Meter);
        string? negotiated = null;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(o => o.Listen(System.Net.IPAddress.Loopback, 0));
        await using var app = builder.Build();
        app.Run(async context =>
        {
            var page = telemetry.Page(context.Request.Headers.Accept, context.Request.Headers.AcceptEncoding);
            negotiated = $"{page.ContentType} {page.IsGzip}";
            context.Response.ContentType = page.ContentType;
            context.Response.Headers.ContentEncoding = page.IsGzip ? "gzip" : default;
            await context.Response.Body.WriteAsync(page.Body, context.RequestAborted);
        });
        await app.StartAsync(CancellationToken.None);
        var authority = new Uri(app.Urls.Single()).Authority;
        await using var prometheus = await PrometheusServer.StartAsync(
            $"scrape_configs:\n- {{job_name: us, scrape_interval: 1s, honor_labels: true, static_configs: [{{targets: ['{authority}']}}]}}\n");
        var answer = await prometheus.UntilAsync(
            $"/api/v1/query?query={Uri.EscapeDataString("{__name__=~\"staggered_.*\"}")}", a => a.GetProperty("data").GetProperty("result").GetArrayLength() > 0);
        var stored = answer.GetProperty("data").GetProperty("result").EnumerateArray().Select(Series).Order(StringComparer.Ordinal);
        Assert.Equal(Shop.Text(telemetry).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l[0] != '#').Order(StringComparer.Ordinal), stored);
        Assert.Equal("application/openmetrics-text; version=1.0.0; charset=utf-8 True", negotiated);
        var types = (await prometheus.UntilAsync("/api/v1/targets/metadata", _ => true)).GetProperty("data").EnumerateArray()
            .ToDictionary(m => m.GetProperty("metric").GetString()!, m => m.GetProperty("type").GetString());
        Assert.Equal(("counter", "histogram", "gauge"), (types["staggered_completed"], types["staggered_duration_seconds"], types["staggered_phase"]));
    }

    private static string Series(JsonElement series)
    {
        var labels = series.GetProperty("metric").EnumerateObject().Where(l => l.Name is not ("__name__" or "job" or "instance"))
            .OrderBy(l => l.Name == "le").ThenBy(l => l.Name, StringComparer.Ordinal).Select(l => $"{l.Name}=\"{l.Value.GetString()}\"").ToList();
        var name = series.GetProperty("metric").GetProperty("__name__").GetString();
        var text = series.GetProperty("value")[1].GetString()!;
        var value = text == "NaN" ? text : double.Parse(text, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture);
        return $"{name}{(labels.Count == 0 ? "" : $"{{{string.Join(',', labels)}}}")} {value}";
    }

    private static async Task<(int Code, string Said)> CheckAsync(string text)
    {
        var start = new ProcessStartInfo("promtool", ["check", "metrics"]) { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true };
        using var tool = Process.Start(start)!;
        await tool.StandardInput.WriteAsync(text);
        tool.StandardInput.Close();
        var said = new List<string>();
        while (await tool.StandardError.ReadLineAsync(CancellationToken.None) is { } line)
        {
            said.Add(line);
        }

        await tool.WaitForExitAsync(CancellationToken.None);
        return (tool.ExitCode, string.Join('\n', said));
    }
}

using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Rollout.Server.Hosting;
using Rollout.Support.Serving;

namespace Rollout.Server.Tests.Hosting;

/// <summary>A host fleet that is read through a real Prometheus, and whose controller another one could scrape.</summary>
public sealed class HostPrometheusTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rollout-host-prometheus-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>The two nodes are the server's own page under two names: it counts how often it was asked for it.</summary>
    [Fact]
    public async Task A_metric_that_Prometheus_stores_is_read_by_node_and_the_controllers_own_page_says_so()
    {
        const string Configuration = "global: {scrape_interval: 500ms, scrape_timeout: 500ms}\nscrape_configs:\n"
            + "- {job_name: a, static_configs: [{targets: ['127.0.0.1:PORT'], labels: {node: n1}}]}\n- {job_name: b, static_configs: [{targets: ['127.0.0.1:PORT'], labels: {node: n2}}]}\n";
        await using var prometheus = await PrometheusServer.StartAsync(Configuration);
        var file = Path.Combine(folder, "fleet.yaml");
        await File.WriteAllTextAsync(file, $$$"""
            name: shop
            nodes:
            - {name: n1, address: "127.0.0.1:1"}
            - {name: n2, address: "127.0.0.1:2"}
            deploy: {command: [/bin/true, "{node}", "{version}"]}
            status: {command: [/bin/echo, v1, "{node}"]}
            spec:
              warmUp: 1s
              metrics:
              - name: pages
                metric:
                  kind: Count
                  interval: 2s
                  nodeLabel: node
                  source: {prometheus: {address: "{{{prometheus.Address}}}"}}
                  selectors: {count: "prometheus_http_requests_total{handler=\"/metrics\"}"}
            """);
        var options = new HostOptions { FleetFile = file, Listen = ListenAddress.Parse("127.0.0.1:0").Address! };
        var started = await HostController.StartAsync(options, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        await using var controller = Assert.IsType<HostStart.Running>(started).Controller;
        using var http = new HttpClient { BaseAddress = controller.Address };
        await UntilAsync(http, "/api/v1/rollouts/default/shop", text => PerMinute(text).Count == 2 && PerMinute(text).TrueForAll(v => v > 0));
        var page = await UntilAsync(http, "/metrics", text => text.Contains("staggered_metric_available{metric=\"pages\",name=\"shop\",namespace=\"default\"} 1\n", StringComparison.Ordinal));
        Assert.Contains("staggered_info{version=\"", page, StringComparison.Ordinal);
        Assert.Contains("staggered_metric_query_seconds_count ", page, StringComparison.Ordinal);
    }

    private static List<double> PerMinute(string status)
    {
        using var document = JsonDocument.Parse(status);
        return [.. document.RootElement.GetProperty("status").GetProperty("nodes").EnumerateArray()
            .Select(n => n.GetProperty("perMinute").GetString()).Where(t => t is not null).Select(t => double.Parse(t!, CultureInfo.InvariantCulture))];
    }

    private static async Task<string> UntilAsync(HttpClient http, string path, Func<string, bool> wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        var last = "";
        try
        {
            while (true)
            {
                using var reader = new StreamReader(await http.GetStreamAsync(new Uri(path, UriKind.Relative), limit.Token));
                var text = new char[1 << 20];
                last = new string(text, 0, await reader.ReadBlockAsync(text, limit.Token));
                if (wanted(last))
                {
                    return last;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            throw new InvalidOperationException($"{path} did not come to it within a minute: {last}");
        }
    }
}

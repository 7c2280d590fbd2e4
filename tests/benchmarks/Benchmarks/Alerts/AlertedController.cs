using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rollout.Benchmarks.Alerts;

/// <summary>`rollout hosts` as a process of its own with a release on trial, which a page of its shop pauses.</summary>
internal sealed class AlertedController : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly string folder;
    private readonly Task drained;
    private readonly HttpClient client;

    private AlertedController(Process process, string folder, JsonElement began)
    {
        (this.process, this.folder) = (process, folder);
        client = new HttpClient { BaseAddress = new Uri(began.GetProperty("listening").GetString()!) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", File.ReadLines(began.GetProperty("tokenFile").GetString()!).First());
        HookTokenFile = Path.GetFullPath(began.GetProperty("hookTokenFile").GetString()!);
        drained = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
    }

    public Uri Address => client.BaseAddress!;

    public string HookTokenFile { get; }

    public static async Task<AlertedController> StartAsync(IReadOnlyList<string> nodes, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("rollout-bench-").FullName;
        for (var node = 0; node < nodes.Count; node++)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, $"n{node}"), "v1", cancellation);
        }

        var file = Path.Combine(folder, "fleet.yaml");
        await File.WriteAllTextAsync(file, $$"""
            name: shop
            nodes:
            {{string.Join('\n', nodes.Select((address, i) => $"- {{name: n{i}, address: \"{address}\"}}"))}}
            deploy: {command: [/bin/sh, -c, 'echo $2 > $1', deploy, "{node}", "{version}"] }
            status: {command: [/bin/cat, "{node}"] }
            spec:
              warmUp: 1s
              deadline: 48h
              stages: [{nodes: 1, minDuration: 24h}]
              alerts:
              - {name: pages, matchers: ['service="shop"', 'severity="page"'] }
              metrics:
              - name: orders
                metric:
                  kind: Count
                  interval: 1s
                  source: {scrape: {path: /metrics} }
                  selectors: {count: orders_total}
            """, cancellation);
        var program = Path.Combine(AppContext.BaseDirectory, "rollout");
        var start = new ProcessStartInfo(program, ["hosts", "--fleet", file, "--listen", "127.0.0.1:0", "-o", "json"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start");
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var line = await process.StandardOutput.ReadLineAsync(cancellation) ?? throw new InvalidOperationException($"{program} ended at once");
        return new AlertedController(process, folder, JsonSerializer.Deserialize<JsonElement>(line));
    }

    /// <summary>v2 is on a node and about to be judged.</summary>
    public async Task OnTrialAsync(CancellationToken cancellation)
    {
        await UntilAsync(s => (string?)s["stableRevision"] == "v1", cancellation);
        using var answer = await client.PostAsJsonAsync("/api/v1/rollouts/default/shop/start", new { version = "v2" }, cancellation);
        answer.EnsureSuccessStatusCode();
        await UntilAsync(s => (string?)s["phase"] == "Judging", cancellation);
    }

    /// <summary>The status once it is as wanted, asked for every 5 ms.</summary>
    public async Task<JsonObject> UntilAsync(Func<JsonObject, bool> wanted, CancellationToken cancellation)
    {
        using var timer = new CancellationTokenSource(Patience, TimeProvider.System);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellation);
        while (true)
        {
            var status = (await client.GetFromJsonAsync<JsonObject>("/api/v1/rollouts/default/shop", limit.Token))!["status"]!.AsObject();
            if (wanted(status))
            {
                return status;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        await drained;
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}

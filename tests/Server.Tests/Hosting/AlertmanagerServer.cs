using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;

namespace Rollout.Server.Tests.Hosting;

/// <summary>The real thing, as Debian packages it, on loopback with a folder of its own; ends with the test.</summary>
internal sealed class AlertmanagerServer : IAsyncDisposable
{
    private readonly Process process;
    private readonly string folder;
    private readonly HttpClient client;

    private AlertmanagerServer(Process process, string folder, Uri address)
    {
        this.process = process;
        this.folder = folder;
        client = new HttpClient { BaseAddress = address };
    }

    public Uri Address => client.BaseAddress!;

    public static async Task<AlertmanagerServer> StartAsync(string configuration)
    {
        var folder = Directory.CreateTempSubdirectory("rollout-alertmanager-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "alertmanager.yml"), configuration);
        var port = FreePort();
        var start = new ProcessStartInfo("prometheus-alertmanager") { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = folder };
        foreach (var argument in new[]
        {
            "--config.file=alertmanager.yml", "--storage.path=data", string.Create(CultureInfo.InvariantCulture, $"--web.listen-address=127.0.0.1:{port}"),
            "--cluster.listen-address=", "--log.level=error",
        })
        {
            start.ArgumentList.Add(argument);
        }

        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException("prometheus-alertmanager is not on the PATH: apt-get install prometheus-alertmanager", e);
        }

        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var server = new AlertmanagerServer(process, folder, new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")));
        await server.UntilReadyAsync();
        return server;
    }

    /// <summary>As Prometheus tells of an alert.</summary>
    public async Task PostAsync(string name, string severity, DateTimeOffset startsAt, DateTimeOffset? endsAt = null)
    {
        using var answer = await client.PostAsJsonAsync("/api/v2/alerts", new[]
        {
            new
            {
                labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["alertname"] = name, ["severity"] = severity, ["service"] = "shop" },
                annotations = new Dictionary<string, string>(StringComparer.Ordinal) { ["summary"] = "5xx above 2 %" },
                startsAt,
                endsAt = endsAt ?? startsAt.AddHours(24),
            },
        });
        answer.EnsureSuccessStatusCode();
    }

    public async Task<IReadOnlyList<System.Text.Json.Nodes.JsonNode>> AlertsAsync() =>
        [.. (await client.GetFromJsonAsync<System.Text.Json.Nodes.JsonArray>("/api/v2/alerts"))!.Select(a => a!)];

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task UntilReadyAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync("/-/ready", limit.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (!process.HasExited)
            {
                // It has not opened its port yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

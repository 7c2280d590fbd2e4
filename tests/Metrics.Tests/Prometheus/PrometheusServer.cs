using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Rollout.Metrics.Tests.Prometheus;

/// <summary>The real thing, as Debian packages it, on loopback with a data directory of its own; ends with the test.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private readonly Process process;
    private readonly string folder;
    private readonly HttpClient client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null },
    });

    private PrometheusServer(Process process, string folder, Uri address)
    {
        this.process = process;
        this.folder = folder;
        Address = address;
    }

    public Uri Address { get; }

    /// <param name="configuration">Its configuration file; PORT in it is its own port.</param>
    /// <param name="prepare">Done to its folder before it starts; more arguments.</param>
    /// <param name="scheme">As its web configuration has it.</param>
    public static async Task<PrometheusServer> StartAsync(string configuration, Func<string, IEnumerable<string>>? prepare = null, string scheme = "http")
    {
        var folder = Directory.CreateTempSubdirectory("rollout-prometheus-").FullName;
        var file = Path.Combine(folder, "prometheus.yml");
        var more = prepare?.Invoke(folder) ?? [];
        var port = FreePort();
        await File.WriteAllTextAsync(file, configuration.Replace("PORT", port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        var start = new ProcessStartInfo("prometheus") { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = folder };
        foreach (var argument in new[] { $"--config.file={file}", $"--storage.tsdb.path={folder}/data", $"--web.listen-address=127.0.0.1:{port}", "--log.level=error" }.Concat(more))
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
            throw new InvalidOperationException("prometheus is not on the PATH: install the Debian package prometheus (apt-get install prometheus)", e);
        }

        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var server = new PrometheusServer(process, folder, new Uri($"{scheme}://127.0.0.1:{port}"));
        await server.UntilAsync("/-/ready", _ => true, parse: false);
        return server;
    }

    /// <summary>Asks until the answer is as wanted, for a minute at most.</summary>
    public async Task<JsonElement> UntilAsync(string path, Func<JsonElement, bool> wanted, bool parse = true)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        while (true)
        {
            try
            {
                using var response = await client.GetAsync(new Uri(Address, path), limit.Token);
                if (response.IsSuccessStatusCode || (!parse && response.StatusCode == HttpStatusCode.Unauthorized))
                {
                    var answer = parse ? await JsonSerializer.DeserializeAsync<JsonElement>(await response.Content.ReadAsStreamAsync(limit.Token), cancellationToken: limit.Token) : default;
                    if (wanted(answer))
                    {
                        return answer;
                    }
                }
            }
            catch (HttpRequestException) when (!process.HasExited)
            {
                // It has not opened its port yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        client.Dispose();
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>
    /// With stored samples of the past, written by Prometheus' own tool: OpenMetrics text with timestamps. Nothing is scraped.
    /// </summary>
    public static Task<PrometheusServer> WithSamplesAsync(string openMetrics) => StartAsync("global: {}\n", folder =>
    {
        var file = Path.Combine(folder, "samples.txt");
        File.WriteAllText(file, openMetrics + "# EOF\n");
        var start = new ProcessStartInfo("promtool") { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = folder };
        foreach (var argument in new[] { "tsdb", "create-blocks-from", "openmetrics", "-q", file, Path.Combine(folder, "data") })
        {
            start.ArgumentList.Add(argument);
        }

        using var tool = Process.Start(start)!;
        tool.OutputDataReceived += (_, _) => { };
        tool.BeginOutputReadLine();
        var lines = new List<string>();
        while (tool.StandardError.ReadLine() is { } line)
        {
            lines.Add(line);
        }

        tool.WaitForExit();
        return tool.ExitCode == 0 ? ["--storage.tsdb.retention.time=100y"] : throw new InvalidOperationException(string.Join('\n', lines));
    });

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

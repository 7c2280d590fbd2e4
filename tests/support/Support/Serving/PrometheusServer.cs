using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Rollout.Support.Serving;

/// <summary>The real Prometheus.</summary>
public sealed class PrometheusServer : IAsyncDisposable
{
    private readonly ServedProgram program;

    private PrometheusServer(ServedProgram program) => this.program = program;

    public Uri Address => program.Address;

    /// <param name="configuration">Its configuration file; PORT in it is its own port.</param>
    /// <param name="prepare">Done to its folder before it starts; more arguments.</param>
    /// <param name="scheme">As its web configuration has it.</param>
    public static async Task<PrometheusServer> StartAsync(string configuration, Func<string, IEnumerable<string>>? prepare = null, string scheme = "http")
    {
        var (folder, port) = ServedProgram.Place("prometheus");
        var file = Path.Combine(folder, "prometheus.yml");
        var more = prepare?.Invoke(folder) ?? [];
        await File.WriteAllTextAsync(file, configuration.Replace("PORT", port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        string[] arguments = [$"--config.file={file}", $"--storage.tsdb.path={folder}/data", $"--web.listen-address=127.0.0.1:{port}", "--log.level=error"];
        var client = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null },
        })
        { BaseAddress = ServedProgram.At(scheme, port) };
        return new PrometheusServer(await ServedProgram.StartAsync("prometheus", folder, [.. arguments, .. more], client));
    }

    /// <summary>Asks until the answer is as wanted, for a minute at most.</summary>
    public async Task<JsonElement> UntilAsync(string path, Func<JsonElement, bool> wanted)
    {
        JsonElement found = default;
        await program.UntilAsync(path, async (answer, cancellationToken) =>
        {
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                return false;
            }

            found = await JsonSerializer.DeserializeAsync<JsonElement>(await answer.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
            return wanted(found);
        });
        return found;
    }

    /// <summary>Asks for a page that is no JSON until it is there.</summary>
    public Task ServeAsync(string path) => program.UntilAsync(path, (answer, _) => Task.FromResult(answer.IsSuccessStatusCode));

    public ValueTask DisposeAsync() => program.DisposeAsync();

    /// <summary>
    /// With stored samples of the past, written by Prometheus' own tool: OpenMetrics text with timestamps. Nothing is scraped.
    /// </summary>
    public static Task<PrometheusServer> WithSamplesAsync(string openMetrics) => StartAsync("global: {}\n", folder =>
    {
        var file = Path.Combine(folder, "samples.txt");
        File.WriteAllText(file, openMetrics + "# EOF\n");
        var start = new ProcessStartInfo("promtool", ["tsdb", "create-blocks-from", "openmetrics", "-q", file, Path.Combine(folder, "data")])
        {
            RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = folder,
        };
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
}

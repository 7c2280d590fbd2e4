using System.Globalization;

namespace Rollout.Support.Serving;

/// <summary>The real blackbox exporter of Prometheus.</summary>
public sealed class BlackboxExporter : IAsyncDisposable
{
    private readonly ServedProgram program;

    private BlackboxExporter(ServedProgram program) => this.program = program;

    public Uri Address => program.Address;

    public static async Task<BlackboxExporter> StartAsync(string configuration)
    {
        var (folder, port) = ServedProgram.Place("exporter");
        var file = Path.Combine(folder, "blackbox.yml");
        await File.WriteAllTextAsync(file, configuration);
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = ServedProgram.At("http", port) };
        return new BlackboxExporter(await ServedProgram.StartAsync("prometheus-blackbox-exporter", folder,
            [$"--config.file={file}", string.Create(CultureInfo.InvariantCulture, $"--web.listen-address=127.0.0.1:{port}"), "--log.level=error"], client));
    }

    public ValueTask DisposeAsync() => program.DisposeAsync();
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Rollout.Benchmarks.Http;

/// <summary>`rollout hosts` as a process of its own, over a fleet whose commands every machine has.</summary>
internal sealed class BenchedController : IAsyncDisposable
{
    private readonly Process process;
    private readonly string folder;

    private readonly Task drained;

    private BenchedController(Process process, string folder, Uri address)
    {
        (this.process, this.folder, Address) = (process, folder, address);

        // A full pipe would hold it up.
        drained = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
    }

    public Uri Address { get; }

    public static async Task<BenchedController> StartAsync(IEnumerable<int> ports, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("rollout-bench-").FullName;
        var file = Path.Combine(folder, "fleet.yaml");
        var nodes = string.Join('\n', ports.Select((port, i) => string.Create(CultureInfo.InvariantCulture, $"- {{name: n{i}, address: \"127.0.0.1:{port}\"}}")));
        await File.WriteAllTextAsync(file, $$$"""
            name: shop
            nodes:
            {{{nodes}}}
            deploy: {command: [/bin/true, "{node}", "{version}"]}
            status: {command: [/usr/bin/printf, "v1%.0s", "{node}"]}
            spec:
              warmUp: 1s
              metrics:
              - name: dollars
                metric:
                  kind: Count
                  interval: 1s
                  source: {scrape: {path: /metrics}}
                  selectors: {count: orders_total}
            """, cancellation);
        var program = Path.Combine(AppContext.BaseDirectory, "rollout");
        var start = new ProcessStartInfo(program, ["hosts", "--fleet", file, "--listen", "127.0.0.1:0", "--json"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start");
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var line = await process.StandardOutput.ReadLineAsync(cancellation) ?? throw new InvalidOperationException($"{program} ended at once");
        var address = new Uri(JsonDocument.Parse(line).RootElement.GetProperty("listening").GetString()!);
        return new BenchedController(process, folder, address);
    }

    /// <summary>Processor time of all its threads so far.</summary>
    public TimeSpan Processor()
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    /// <summary>Resident now, in bytes.</summary>
    public long Resident()
    {
        process.Refresh();
        return process.WorkingSet64;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        await drained;
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}

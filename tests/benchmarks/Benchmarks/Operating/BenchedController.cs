using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Rollout.Benchmarks.Operating;

/// <summary>The measured side: `rollout controller` in a process of its own.</summary>
internal sealed class BenchedController : IAsyncDisposable
{
    private readonly Process process;
    private readonly HttpClient http;
    private readonly Task errors;

    private BenchedController(Process process, Uri address)
    {
        this.process = process;
        http = new HttpClient { BaseAddress = address };
        errors = DrainAsync(process.StandardError);
    }

    public TimeSpan Processor
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Resident now, and at its highest.</summary>
    public (long Now, long Peak) Memory()
    {
        var lines = File.ReadAllLines($"/proc/{process.Id}/status");
        long Of(string name) => long.Parse(lines.First(l => l.StartsWith(name, StringComparison.Ordinal)).AsSpan(name.Length).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture) << 10;
        return (Of("VmRSS:"), Of("VmHWM:"));
    }

    public static async Task<BenchedController> StartAsync(string kubeconfig, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "rollout"),
            ["controller", "--kubeconfig", kubeconfig, "--listen", "127.0.0.1:0", "--leader-elect=true", "-o", "json"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var process = Process.Start(start) ?? throw new InvalidOperationException("the controller did not start");
        var line = await process.StandardOutput.ReadLineAsync(cancellation) ?? throw new InvalidOperationException($"the controller ended: {await process.StandardError.ReadLineAsync(cancellation)}");
        using var told = JsonDocument.Parse(line);
        return new BenchedController(process, new Uri(told.RootElement.GetProperty("listening").GetString()!));
    }

    /// <summary>Its own page of metrics.</summary>
    public async Task<string> PageAsync(CancellationToken cancellation)
    {
        await using var body = await http.GetStreamAsync(new Uri("/metrics", UriKind.Relative), cancellation);
        var bytes = new byte[64 << 20];
        return Encoding.UTF8.GetString(bytes, 0, await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation));
    }

    /// <summary>A histogram of its own page of metrics; empty while it has counted nothing.</summary>
    public async Task<Histogram> HistogramAsync(string name, CancellationToken cancellation)
    {
        var begin = $"{name}_bucket{{le=\"";
        using var reader = new StreamReader(await http.GetStreamAsync(new Uri("/metrics", UriKind.Relative), cancellation));
        var found = new List<(double, double)>();
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            if (line.StartsWith(begin, StringComparison.Ordinal))
            {
                var (bound, rest) = (line[begin.Length..line.IndexOf('"', begin.Length)], line[(line.LastIndexOf(' ') + 1)..]);
                found.Add((bound == "+Inf" ? double.PositiveInfinity : double.Parse(bound, CultureInfo.InvariantCulture), double.Parse(rest, CultureInfo.InvariantCulture)));
            }
        }

        return new Histogram(found);
    }

    private static async Task DrainAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is not null)
        {
            // Nobody reads its log here, and it must not wait for that.
        }
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        process.Kill();
        await process.WaitForExitAsync();
        await errors.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        process.Dispose();
    }
}

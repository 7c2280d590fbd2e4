using System.Diagnostics;
using System.Globalization;

namespace Rollout.Benchmarks.Probing;

/// <summary>A prober as a process of its own on one core, and what it costs.</summary>
internal sealed class BenchedProber : IAsyncDisposable
{
    private readonly Process process;

    private BenchedProber(string name, Process process, int port) => (Name, this.process, Port) = (name, process, port);

    public string Name { get; }

    public int Port { get; }

    /// <summary>Processor time of all its threads so far, and what of it was the kernel's.</summary>
    public (TimeSpan All, TimeSpan Kernel) Processor
    {
        get
        {
            process.Refresh();
            return (process.TotalProcessorTime, process.PrivilegedProcessorTime);
        }
    }

    /// <summary>Resident now.</summary>
    public long Bytes => Status("VmRSS:");

    /// <summary>The most that was resident.</summary>
    public long PeakBytes => Status("VmHWM:");

    public static async Task<BenchedProber> StartAsync(string name, string program, IEnumerable<string> arguments, int port, CancellationToken cancellation)
    {
        // One core for the prober; nginx and the driver have the rest.
        var start = new ProcessStartInfo("taskset", ["-c", "0", program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await BenchNginx.ListensAsync(port, cancellation);
        return new BenchedProber(name, process, port);
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private long Status(string key)
    {
        var line = File.ReadLines($"/proc/{process.Id}/status").First(l => l.StartsWith(key, StringComparison.Ordinal));
        return long.Parse(line.AsSpan(key.Length).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture) << 10;
    }
}

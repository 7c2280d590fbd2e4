using System.Diagnostics;
using System.Globalization;

namespace Rollout.Benchmarks.Judging;

/// <summary>What one run of a program took.</summary>
/// <param name="Elapsed">From start to exit, runtime start included.</param>
/// <param name="Processor">Processor time of all its threads: what is left of it on a machine with other work to do.</param>
/// <param name="PeakBytes">Highest resident memory, as the kernel counts it (VmHWM).</param>
/// <param name="Output">Its first line.</param>
internal sealed record MeasuredProcess(TimeSpan Elapsed, TimeSpan Processor, long PeakBytes, string Output)
{
    public static async Task<MeasuredProcess> RunAsync(string program, IReadOnlyList<string> args, CancellationToken cancellation)
    {
        var time = TimeProvider.System;
        var begin = time.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException($"{program} did not start");
        var line = process.StandardOutput.ReadLineAsync(cancellation).AsTask();
        var ended = process.WaitForExitAsync(cancellation);
        var (peak, processor) = (0L, TimeSpan.Zero);
        while (!ended.IsCompleted)
        {
            // Both only rise, so that the last look before the end misses next to nothing.
            peak = Math.Max(peak, HighWater(process.Id));
            processor = ProcessorTime(process) ?? processor;
            await Task.WhenAny(ended, Task.Delay(TimeSpan.FromMilliseconds(2), time, cancellation));
        }

        var elapsed = time.GetElapsedTime(begin);
        return process.ExitCode == 0
            ? new MeasuredProcess(elapsed, processor, peak, await line ?? "")
            : throw new InvalidOperationException($"{program} {string.Join(' ', args)} ended with {process.ExitCode}");
    }

    /// <summary>Null once it has exited.</summary>
    private static TimeSpan? ProcessorTime(Process process)
    {
        try
        {
            return process.TotalProcessorTime;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static long HighWater(int id)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.AsSpan(6).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture) << 10;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}

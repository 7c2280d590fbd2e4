using System.Diagnostics;

namespace Rollout.EndToEnd.Tests.Ground;

/// <summary>The `rollout` executable that was built beside the tests.</summary>
internal static class Executable
{
    private static readonly string Path = System.IO.Path.Combine(AppContext.BaseDirectory, "rollout");

    public static Process Start(params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(Path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("KUBECONFIG");
        return Process.Start(start) ?? throw new InvalidOperationException($"{Path} did not start");
    }

    /// <summary>Runs it to its end, which must be a good one; what it printed.</summary>
    public static async Task<string> RunAsync(params IReadOnlyList<string> arguments)
    {
        using var process = Start(arguments);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2), TimeProvider.System);
        var output = LinesAsync(process.StandardOutput, limit.Token);
        var error = LinesAsync(process.StandardError, limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode == 0 ? await output
            : throw new InvalidOperationException($"rollout {string.Join(' ', arguments)} ended with {process.ExitCode}: {await error}");
    }

    private static async Task<string> LinesAsync(StreamReader reader, CancellationToken cancellation)
    {
        var lines = new List<string>();
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            lines.Add(line);
        }

        return string.Join('\n', lines);
    }
}

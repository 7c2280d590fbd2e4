using System.Diagnostics;

namespace Rollout.Integration.Tests;

/// <summary>The `rollout` executable that was built beside the tests.</summary>
internal static class Executable
{
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "rollout");

    public static Process Start(params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(Path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        return Process.Start(start) ?? throw new InvalidOperationException($"{Path} did not start");
    }

    /// <summary>Runs it to its end: exit code, the lines of stdout, and stderr.</summary>
    public static async Task<(int Code, IReadOnlyList<string> Lines, string Error)> RunAsync(TimeSpan limit, params IReadOnlyList<string> arguments)
    {
        using var process = Start(arguments);
        using var deadline = new CancellationTokenSource(limit, TimeProvider.System);
        var lines = LinesAsync(process.StandardOutput, deadline.Token);
        var error = LinesAsync(process.StandardError, deadline.Token);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
            return (process.ExitCode, await lines, string.Join('\n', await error));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"rollout {string.Join(' ', arguments)} was not over after {limit}");
        }
    }

    public static async Task<IReadOnlyList<string>> LinesAsync(StreamReader reader, CancellationToken cancellation)
    {
        var lines = new List<string>();
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }
}

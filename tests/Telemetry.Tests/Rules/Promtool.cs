using System.ComponentModel;
using System.Diagnostics;

namespace Rollout.Telemetry.Tests.Rules;

/// <summary>Prometheus' own tool, as Debian packages it.</summary>
internal static class Promtool
{
    /// <summary>Exit code and everything it said.</summary>
    public static async Task<(int Code, string Said)> RunAsync(params IReadOnlyList<string> arguments)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2), TimeProvider.System);
        var start = new ProcessStartInfo("promtool", arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        try
        {
            using var tool = Process.Start(start)!;
            var said = await Task.WhenAll(LinesAsync(tool.StandardOutput, limit.Token), LinesAsync(tool.StandardError, limit.Token));
            await tool.WaitForExitAsync(limit.Token);
            return (tool.ExitCode, string.Join('\n', said.SelectMany(s => s)));
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException("promtool is not on the PATH: install the Debian package prometheus (apt-get install prometheus)", missing);
        }
    }

    private static async Task<List<string>> LinesAsync(StreamReader reader, CancellationToken cancellation)
    {
        var lines = new List<string>();
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }
}

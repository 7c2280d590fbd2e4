using System.Diagnostics;
using System.Text.Json;

namespace Rollout.Cli.Tests.Operating;

/// <summary>`rollout controller` or `rollout hosts` as a process of its own, which a test may kill as a machine that loses its power does.</summary>
internal sealed class ControllerProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task drained;

    private ControllerProcess(Process process, JsonElement began)
    {
        (this.process, Began) = (process, began);

        // A full pipe would hold it up.
        drained = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
    }

    /// <summary>What it says of itself when it has begun.</summary>
    public JsonElement Began { get; }

    public string Server => Began.GetProperty("listening").GetString()!;

    /// <param name="arguments">The verb and its flags; where it listens and the output's form are added.</param>
    public static async Task<ControllerProcess> StartAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "rollout"), [.. arguments, "--listen", "127.0.0.1:0", "-o", "json"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("rollout did not start");
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        var line = await process.StandardOutput.ReadLineAsync(limit.Token) ?? throw new InvalidOperationException($"rollout {arguments[0]} ended at once");
        return new ControllerProcess(process, JsonSerializer.Deserialize<JsonElement>(line));
    }

    /// <summary>SIGKILL: it has no say in it.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        await drained;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
    }
}

using System.Diagnostics;
using System.Text.Json;

namespace Rollout.Cli.Tests.Hosts;

/// <summary>`rollout hosts` as a process of its own, which a test may kill as a machine that loses its power does.</summary>
internal sealed class HostsProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task drained;

    private HostsProcess(Process process, JsonElement began)
    {
        this.process = process;
        (Server, TokenFile) = (began.GetProperty("listening").GetString()!, began.GetProperty("tokenFile").GetString()!);

        // A full pipe would hold it up.
        drained = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
    }

    public string Server { get; }

    public string TokenFile { get; }

    public static async Task<HostsProcess> StartAsync(string fleet)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "rollout"), ["hosts", "--fleet", fleet, "--listen", "127.0.0.1:0", "-o", "json"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("rollout did not start");
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        var line = await process.StandardOutput.ReadLineAsync(limit.Token) ?? throw new InvalidOperationException("rollout hosts ended at once");
        return new HostsProcess(process, JsonSerializer.Deserialize<JsonElement>(line));
    }

    /// <summary>Wants a version, as a pipeline does.</summary>
    public async Task WantAsync(string version)
    {
        var answer = await RolloutProcess.RunAsync("start", "shop", "--version", version, "--server", Server, "--token-file", TokenFile);
        Assert.True(answer.ExitCode == 0, answer.Error);
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

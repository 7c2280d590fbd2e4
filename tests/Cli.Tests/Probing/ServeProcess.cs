using System.Diagnostics;

namespace Rollout.Cli.Tests.Probing;

/// <summary>`rollout probe serve` as a process of its own, whose lines are read as they come.</summary>
internal sealed class ServeProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process process;

    private ServeProcess(Process process) => this.process = process;

    /// <summary>Ends when it has said where it listens: from then on it watches its folder.</summary>
    public static async Task<ServeProcess> StartAsync(string folder)
    {
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "rollout"), ["probe", "serve", "--config", folder, "--listen", "127.0.0.1:0", "-o", "json"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        var serving = new ServeProcess(Process.Start(start) ?? throw new InvalidOperationException("rollout did not start"));
        Assert.StartsWith("{\"listening\":\"http://127.0.0.1:", await NextAsync(serving.process.StandardOutput), StringComparison.Ordinal);
        return serving;
    }

    /// <summary>The next line on standard error.</summary>
    public Task<string> SaidAsync() => NextAsync(process.StandardError);

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static async Task<string> NextAsync(StreamReader reader)
    {
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        return await reader.ReadLineAsync(limit.Token) ?? throw new InvalidOperationException("rollout probe serve ended");
    }
}

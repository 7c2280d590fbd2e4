using System.Diagnostics;
using System.Globalization;
using Rollout.Demo;
using Rollout.Demo.Processes;
using Rollout.EndToEnd.Tests.Ground;

namespace Rollout.EndToEnd.Tests.RealShops;

/// <summary>The shop process behind one pod.</summary>
internal sealed class ShopPod(string uid, string name, string version, string folder)
{
    private const int MostTries = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(30);
    private readonly CancellationTokenSource over = new();
    private Task life = Task.CompletedTask;
    private volatile string? address;

    public string Name => name;

    /// <summary>Host and port, while it serves; null: not yet, or no more.</summary>
    public string? Address => over.IsCancellationRequested ? null : address;

    /// <summary>What became of it, where that was not to be expected.</summary>
    public string? Trouble { get; private set; }

    public void Start(Action served) => life = Task.Run(() => LiveAsync(served));

    /// <summary>Nobody is served any more; the process ends in a moment.</summary>
    public void End() => over.Cancel();

    public async Task EndAsync()
    {
        End();
        await life;
    }

    private async Task LiveAsync(Action served)
    {
        for (var tries = 0; tries < MostTries && !over.IsCancellationRequested; tries++)
        {
            var port = FreePorts.Find(1)[0].ToString(CultureInfo.InvariantCulture);
            var ready = Path.Combine(folder, $"{uid}-{tries}");
            using var process = Executable.Start(
                DemoVerbs.Shop, "--node", name, "--version", version, "--port", port, "--ready-file", ready, "--owner", Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            var said = SaidAsync(process);
            try
            {
                await ServeAsync(process, ready, $"127.0.0.1:{port}", served);
            }
            catch (OperationCanceledException)
            {
                // It is to end, or never served.
            }
            finally
            {
                address = null;
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
                Trouble = over.IsCancellationRequested ? null : $"ended with {process.ExitCode}: {await said}";
            }
        }
    }

    private async Task ServeAsync(Process process, string ready, string at, Action served)
    {
        using var late = new CancellationTokenSource(Patience, TimeProvider.System);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(over.Token, late.Token);
        while (!File.Exists(ready) && !process.HasExited)
        {
            await Task.Delay(Between, TimeProvider.System, limit.Token);
        }

        if (!process.HasExited)
        {
            address = at;
            served();
            await process.WaitForExitAsync(over.Token);
        }
    }

    private static async Task<string> SaidAsync(Process process)
    {
        var said = "";
        while (await process.StandardError.ReadLineAsync(CancellationToken.None) is { } line)
        {
            said = line;
        }

        return said;
    }
}

using System.Diagnostics;

namespace Rollout.EndToEnd.Tests.Ground;

/// <summary>A running `rollout controller`, and the last of what it said.</summary>
internal sealed class ControllerProcess : IAsyncDisposable
{
    private const int MostLines = 60;
    private readonly Process process;
    private readonly Queue<string> said = new();
    private readonly Task reading;
    private bool asked;

    private ControllerProcess(Process process)
    {
        this.process = process;
        reading = Task.WhenAll(KeepAsync(process.StandardOutput), KeepAsync(process.StandardError));
    }

    /// <summary>Though nobody asked it to.</summary>
    public bool HasEnded => process.HasExited && !asked;

    public static ControllerProcess Start(string kubeconfig, string space, Uri prometheus, bool elects) => new(Executable.Start(
        "controller", "--kubeconfig", kubeconfig, "--namespace", space, "--prometheus", prometheus.ToString(), "--listen", "127.0.0.1:0",
        $"--leader-elect={(elects ? "true" : "false")}"));

    /// <summary>Without a chance to tidy up.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>As a cluster ends it: asked first, so that it gives its lease up.</summary>
    public async Task StopAsync()
    {
        asked = true;
        using var asking = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync();
        await asking.WaitForExitAsync();
    }

    public string Said()
    {
        lock (said)
        {
            return string.Join('\n', said);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync();
        await reading;
        process.Dispose();
    }

    private async Task KeepAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (said)
            {
                said.Enqueue(line);
                if (said.Count > MostLines)
                {
                    said.Dequeue();
                }
            }
        }
    }
}

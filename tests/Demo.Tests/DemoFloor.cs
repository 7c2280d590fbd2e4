using System.Diagnostics;
using System.Globalization;
using Rollout.Demo.Processes;

namespace Rollout.Demo.Tests;

/// <summary>Real child processes of the demo for one test, in a folder of their own; all gone when it is disposed.</summary>
public sealed class DemoFloor : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly List<Process> processes = [];

    /// <summary>Everything that a test waits for must come within this.</summary>
    public CancellationTokenSource Deadline { get; } = new(TimeSpan.FromSeconds(60), TimeProvider.System);

    public string Folder { get; } = Directory.CreateTempSubdirectory("rollout-demo-test-").FullName;

    public static string Host { get; } = Path.Combine(AppContext.BaseDirectory, "Rollout.DemoHost");

    public HttpClient Client { get; } = new(new SocketsHttpHandler { UseCookies = false }) { Timeout = Patience };

    public Process Start(params string[] arguments)
    {
        // Tests that run in the background of a script inherit ignored signals, and would hand them on to the demo.
        var start = new ProcessStartInfo("env", ["--default-signal=INT,QUIT,TERM,HUP", Host, .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        processes.Add(process);
        return process;
    }

    public async Task<Process> ShopAsync(string node, string version, int port, int? owner = null)
    {
        var ready = Path.Combine(Folder, node + ".ready");
        var shop = Start(
            "demo-shop", "--node", node, "--version", version, "--port", Text(port), "--owner", Text(owner ?? Environment.ProcessId), "--ready-file", ready);
        await AppearedAsync(ready);
        return shop;
    }

    public async Task<Process> DoorAsync(int port, int admin, params (string Name, int Port)[] nodes)
    {
        var ready = Path.Combine(Folder, $"door-{port}.ready");
        var door = Start([
            "demo-door", "--listen", Text(port), "--admin", Text(admin), "--out-folder", Folder, "--ready-file", ready,
            "--owner", Text(Environment.ProcessId), .. nodes.SelectMany(n => new[] { "--node", $"{n.Name}=127.0.0.1:{n.Port}" })]);
        await AppearedAsync(ready);
        return door;
    }

    public async Task<int> CodeAsync(Process process)
    {
        await process.WaitForExitAsync(Deadline.Token);
        return process.ExitCode;
    }

    public async Task UntilAsync(Func<Task<bool>> holds)
    {
        while (!await holds())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Deadline.Token);
        }
    }

    public Task AppearedAsync(string file) => UntilAsync(() => Task.FromResult(File.Exists(file)));

    /// <summary>Every sample of a /metrics page by its name with labels, read by the rules of the text format and nothing else.</summary>
    public async Task<Dictionary<string, double>> MetricsAsync(int port)
    {
        var samples = new Dictionary<string, double>(StringComparer.Ordinal);
        using var answer = await Client.GetAsync(new Uri($"http://127.0.0.1:{port}/metrics"), Deadline.Token);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Deadline.Token));
        while (await reader.ReadLineAsync(Deadline.Token) is { } line)
        {
            if (line is not ['#', ..])
            {
                var blank = line.LastIndexOf(' ');
                samples.Add(line[..blank], double.Parse(line[(blank + 1)..], CultureInfo.InvariantCulture));
            }
        }

        return samples;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }

            process.Dispose();
        }

        Client.Dispose();
        Deadline.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Rollout.Demo.Fleet;
using Rollout.Demo.Processes;

namespace Rollout.Integration.Tests;

/// <summary>Real shops, a door and customers, and a controller that can be killed and started again on the same state file.</summary>
internal sealed class KilledFleet : IAsyncDisposable
{
    public static readonly IReadOnlyList<string> Nodes = ["n1", "n2", "n3", "n4"];

    private readonly List<Process> processes = [];
    private readonly IReadOnlyList<DemoNode> nodes;
    private readonly IReadOnlyList<int> ports = FreePorts.Find(7);
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromMinutes(1) };
    private Process? controller;

    public KilledFleet() => nodes = [.. Nodes.Select((name, i) => new DemoNode(name, ports[i]))];

    public string Folder { get; } = Directory.CreateTempSubdirectory("rollout-killed-").FullName;

    public string State => Path.Combine(Folder, "rollout.db");

    public async Task StartAsync(CancellationToken cancellation)
    {
        await DemoScripts.WriteAsync(Folder, nodes, [Executable.Path], Environment.ProcessId, cancellation);
        await File.WriteAllTextAsync(Path.Combine(Folder, "fleet.yaml"), KilledFleetFile.Write(nodes), cancellation);
        foreach (var node in nodes)
        {
            var deployed = await ChildProcess.RunAsync(Folder, ["./deploy.sh", node.Name, "v1"], cancellation);
            Assert.True(deployed.Code == 0, deployed.Said);
        }

        var owner = Text(Environment.ProcessId);
        processes.Add(Executable.Start([
            "demo-door", "--listen", Text(ports[4]), "--admin", Text(ports[5]), "--out-folder", Folder, "--owner", owner,
            "--ready-file", Path.Combine(Folder, "door.ready"), .. nodes.SelectMany(n => new[] { "--node", $"{n.Name}=127.0.0.1:{Text(n.Port)}" })]));
        await UntilAsync(() => Task.FromResult(File.Exists(Path.Combine(Folder, "door.ready"))), cancellation);
        processes.Add(Executable.Start(
            "demo-customers", "--door", $"http://127.0.0.1:{Text(ports[4])}", "--rate", "100", "--seed", "7", "--owner", owner));
    }

    public void StartController() => controller = Executable.Start(
        "hosts", "--fleet", Path.Combine(Folder, "fleet.yaml"), "--listen", $"127.0.0.1:{Text(ports[6])}");

    /// <summary>kill -9: no handler runs, nothing is flushed.</summary>
    public async Task KillControllerAsync(CancellationToken cancellation)
    {
        controller!.Kill();
        await controller.WaitForExitAsync(cancellation);
        controller.Dispose();
        controller = null;
    }

    /// <summary>Asks for a version; false while the controller does not answer.</summary>
    public async Task<bool> WantAsync(string version)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{Text(ports[6])}/api/v1/rollouts/default/shop/start");
            request.Content = new StringContent($$"""{"version":"{{version}}"}""", Encoding.UTF8, "application/json");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", File.ReadLines(State + ".token").First());
            using var answer = await http.SendAsync(request);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException or IOException)
        {
            return false;
        }
    }

    /// <summary>Orders that the shop of a node has counted since it was started, and the version it says it runs.</summary>
    public async Task<(double Orders, string Version)> CountedAsync(string node)
    {
        var port = nodes.First(n => n.Name == node).Port;
        using var answer = await http.GetAsync($"http://127.0.0.1:{Text(port)}/metrics");
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var (orders, version) = (0d, "");
        while (await reader.ReadLineAsync() is { } line)
        {
            orders = line.StartsWith("shop_orders_total ", StringComparison.Ordinal) ? double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture) : orders;
            version = line.StartsWith("shop_info{", StringComparison.Ordinal) ? line.Split("version=\"")[1].Split('"')[0] : version;
        }

        return (orders, version);
    }

    public static async Task UntilAsync(Func<Task<bool>> holds, CancellationToken cancellation)
    {
        while (!await holds())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        controller?.Kill();
        controller?.Dispose();
        foreach (var process in processes)
        {
            process.Kill();
            process.Dispose();
        }

        await ChildProcess.RunAsync(Folder, ["./stop.sh"], CancellationToken.None);
        http.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

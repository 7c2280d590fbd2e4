using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Rollout.Demo.Customers;
using Rollout.Demo.Fleet;
using Rollout.Demo.Processes;

namespace Rollout.Demo.Story;

/// <summary>
/// All that runs in the demo beside the story: shops, front door, customers, controller, and the folder that they work in. Everything ends
/// when it is disposed; if this process ends in any other way, the children notice (owner, guard) and end too.
/// </summary>
internal sealed class DemoWorld : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private readonly DemoOptions options;
    private readonly TimeProvider time;
    private readonly List<ChildProcess> children = [];
    private readonly IReadOnlyList<string> command;
    private readonly int doorPort;
    private readonly int adminPort;

    private DemoWorld(DemoOptions options, TimeProvider time)
    {
        this.options = options;
        this.time = time;
        command = options.Command ?? ThisExecutable.Command();
        Folder = Directory.CreateTempSubdirectory("rollout-demo-").FullName;
        var ports = FreePorts.Find(8);
        Nodes = [.. Enumerable.Range(1, 6).Select(i => new DemoNode(string.Create(CultureInfo.InvariantCulture, $"n{i}"), ports[i - 1]))];
        (doorPort, adminPort) = (ports[6], ports[7]);
    }

    public string Folder { get; }

    public IReadOnlyList<DemoNode> Nodes { get; }

    public string TokenFile => Path.Combine(Folder, "token");

    public string Token { get; } = RandomNumberGenerator.GetHexString(48, lowercase: true);

    private string ReportFile => Path.Combine(Folder, "customers.json");

    /// <summary>Starts everything, in the order in which one needs the other; what cannot be started ends the demo with the reason.</summary>
    /// <exception cref="DemoFailedException">Something did not start.</exception>
    public static async Task<DemoWorld> StartAsync(DemoOptions options, TimeProvider time, CancellationToken cancellation)
    {
        var world = new DemoWorld(options, time);
        try
        {
            await world.StartAllAsync(cancellation);
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>Throws if a child has ended though nobody asked it to.</summary>
    /// <exception cref="DemoFailedException">One has; the message holds its last words.</exception>
    public void CheckChildren()
    {
        if (children.Find(c => c.HasExited) is { } gone)
        {
            throw new DemoFailedException(
                string.Create(CultureInfo.InvariantCulture, $"the {gone.Name} ended with {gone.ExitCode}:\n{gone.LastLines()}"),
                gone.ExitCode is 2 or 3 ? gone.ExitCode : 1);
        }
    }

    /// <summary>What the customers have done so far; null while they have not reported.</summary>
    public async Task<CustomersReport?> CustomersAsync(CancellationToken cancellation)
    {
        try
        {
            await using var file = File.OpenRead(ReportFile);
            return await JsonSerializer.DeserializeAsync<CustomersReport>(file, JsonSerializerOptions.Web, cancellation);
        }
        catch (Exception none) when (none is IOException or JsonException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5), time);
        try
        {
            // The controller first: it must not start shops again. Then the customers' end is no failure of a shop.
            foreach (var child in Enumerable.Reverse(children).Where(c => !c.HasExited))
            {
                child.CloseInput();
                if (child.Name != "controller")
                {
                    child.Kill();
                }

                await child.WaitAsync(limit.Token);
            }

            if (File.Exists(Path.Combine(Folder, "stop.sh")))
            {
                await ChildProcess.RunAsync(Folder, ["./stop.sh"], limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // What is left ends with its owner: this process.
            children.ForEach(c => c.Kill());
        }

        children.ForEach(c => c.Dispose());
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (IOException)
        {
            // A process in its last moments still wrote; the system's own clearing of temporary files takes it.
        }
    }

    private async Task StartAllAsync(CancellationToken cancellation)
    {
        await DemoScripts.WriteAsync(Folder, Nodes, command, Environment.ProcessId, cancellation);
        var fleet = Path.Combine(Folder, "fleet.yaml");
        await File.WriteAllTextAsync(fleet, DemoFleetFile.Write(Nodes), cancellation);
        await WriteTokenAsync(cancellation);
        var shops = Nodes.Select(n => ChildProcess.RunAsync(Folder, ["./deploy.sh", n.Name, "v1"], cancellation));
        if ((await Task.WhenAll(shops)).FirstOrDefault(s => s.Code != 0) is { Said: { } said })
        {
            throw new DemoFailedException("a shop did not start: " + said);
        }

        children.Add(ChildProcess.Start("door", Folder, [.. command, .. DoorArguments()]));
        await ReadyAsync(Path.Combine(Folder, "door.ready"), cancellation);
        children.Add(ChildProcess.Start("customers", Folder, [.. command, .. CustomersArguments()]));
        children.Add(ChildProcess.StartGuarded("controller", Folder, "./guard.sh", [
            .. command, "hosts", "--fleet", fleet, "--listen", options.Listen.ToString(), "--token-file", TokenFile]));
    }

    private async Task WriteTokenAsync(CancellationToken cancellation)
    {
        var access = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            access.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var writer = new StreamWriter(TokenFile, access);
        await writer.WriteLineAsync(Token.AsMemory(), cancellation);
    }

    private IEnumerable<string> DoorArguments() =>
    [
        DemoVerbs.Door, "--listen", Text(doorPort), "--admin", Text(adminPort), "--out-folder", Folder, "--owner", Text(Environment.ProcessId),
        "--ready-file", Path.Combine(Folder, "door.ready"),
        .. Nodes.SelectMany(n => new[] { "--node", $"{n.Name}=127.0.0.1:{Text(n.Port)}" }),
    ];

    private IEnumerable<string> CustomersArguments()
    {
        string[] always =
        [
            DemoVerbs.Customers, "--door", $"http://127.0.0.1:{Text(doorPort)}", "--rate", options.OrdersPerSecond.ToString(CultureInfo.InvariantCulture),
            "--seed", Text(options.Seed), "--report", ReportFile, "--owner", Text(Environment.ProcessId),
        ];
        string[] replay = options.Orders is { } file ? ["--orders", Path.GetFullPath(file)] : [];
        string[] speed = options.Speed is { } times ? ["--speed", times.ToString(CultureInfo.InvariantCulture)] : [];
        return [.. always, .. replay, .. speed];
    }

    private async Task ReadyAsync(string file, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        while (!File.Exists(file))
        {
            CheckChildren();
            if (time.GetElapsedTime(began) > StartLimit)
            {
                throw new DemoFailedException($"{Path.GetFileNameWithoutExtension(file)} is not ready after {StartLimit.TotalSeconds:0} seconds");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(25), time, cancellation);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

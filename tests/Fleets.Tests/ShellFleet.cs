using Rollout.Api;
using Rollout.Fleets.Hosts;

namespace Rollout.Fleets.Tests;

/// <summary>A fleet of real shell scripts in a directory of its own: a node is a file that holds its version; every command is logged.</summary>
internal sealed class ShellFleet : IDisposable
{
    public ShellFleet(int nodes = 3)
    {
        Folder = Directory.CreateTempSubdirectory("rollout-fleet-").FullName;
        Nodes = [.. Enumerable.Range(1, nodes).Select(i => $"n{i}")];
        Script("deploy", "echo \"deploy $1 $2\" >> log\necho \"$2\" > \"$1.version\"");
        Script("status", "cat \"$1.version\"");
        foreach (var node in Nodes)
        {
            Version(node, "v1");
        }
    }

    public string Folder { get; }

    public IReadOnlyList<string> Nodes { get; }

    public bool Drains { get; init; }

    public int Parallel { get; init; } = 1;

    public TimeSpan DeployTimeout { get; set; } = TimeSpan.FromSeconds(20);

    public string File => Path.Combine(Folder, "rollout.db.changes");

    public string[] Log => System.IO.File.Exists(Path.Combine(Folder, "log")) ? System.IO.File.ReadAllLines(Path.Combine(Folder, "log")) : [];

    public string[] Versions => [.. Nodes.Select(n => System.IO.File.ReadAllText(Path.Combine(Folder, $"{n}.version")).Trim())];

    public FleetFile Fleet => new()
    {
        Name = "shop",
        Nodes = [.. Nodes.Select((n, i) => new FleetNode(n, new NodeAddress("127.0.0.1", 9001 + i), new Dictionary<string, string>()))],
        Deploy = Command("deploy", DeployTimeout, "{node}", "{version}"),
        Status = Command("status", TimeSpan.FromSeconds(20), "{node}"),
        Drain = Drains ? Command("drain", TimeSpan.FromSeconds(20), "{node}") : null,
        Undrain = Drains ? Command("undrain", TimeSpan.FromSeconds(20), "{node}") : null,
        Parallel = Parallel,
        State = Path.Combine(Folder, "rollout.db"),
        Spec = new StaggeredRolloutSpec(),
    };

    public HostFleet Open(TimeProvider? time = null) => new(Fleet, time ?? TimeProvider.System);

    public HostCommand Command(string name, TimeSpan timeout, params string[] arguments) =>
        new(Path.Combine(Folder, $"{name}.sh"), arguments, timeout, Folder);

    public void Script(string name, string body)
    {
        var path = Path.Combine(Folder, $"{name}.sh");
        System.IO.File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        System.IO.File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public ShellFleet WithDrains()
    {
        Script("drain", "echo \"drain $1\" >> log");
        Script("undrain", "echo \"undrain $1\" >> log");
        return this;
    }

    public void Version(string node, string version) => System.IO.File.WriteAllText(Path.Combine(Folder, $"{node}.version"), version + "\n");

    public void Forget() => System.IO.File.Delete(Path.Combine(Folder, "log"));

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

using Rollout.Api;
using Rollout.Probes.Network;
using Rollout.Probes.Targets;
using Rollout.Server.Hosting;

namespace Rollout.Server.Probing;

/// <summary>A prober of its own: what runs, where it listens, what it may reach.</summary>
public sealed record ProbeServerOptions
{
    /// <summary>The folder of the probes' files.</summary>
    public required string Folder { get; init; }

    public ListenAddress Listen { get; init; } = new(System.Net.IPAddress.Loopback, 9115);

    public ProbeNetwork Network { get; init; } = new();

    /// <summary>Who knows the nodes of services; null: their names' addresses.</summary>
    public INodeSource? Nodes { get; init; }

    /// <summary>The folder of Secrets, a folder each; null: none.</summary>
    public string? Secrets { get; init; }

    /// <summary>Runs under way at once.</summary>
    public int AtOnce { get; init; } = 1000;

    /// <summary>Told what is wrong with the files whenever that changes while they are watched; empty: all is well again. Null: nobody.</summary>
    public Action<IReadOnlyList<Problem>>? Changed { get; init; }

    /// <summary>How often files and nodes are looked at for changes.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(5);
}

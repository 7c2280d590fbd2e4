using Rollout.Api;

namespace Rollout.Fleets.Hosts;

/// <summary>
/// A fleet of hosts (contract section 6). Relative paths of <c>state</c> and of a command's program, and the directory that commands run
/// in, are taken from the fleet file's own directory, not from where the controller was started.
/// </summary>
public sealed record FleetFile
{
    /// <summary>The rollout's name; its namespace is <c>default</c>.</summary>
    public required string Name { get; init; }

    /// <summary>In the order of the file, which is the order in which stages take them.</summary>
    public required IReadOnlyList<FleetNode> Nodes { get; init; }

    public required HostCommand Deploy { get; init; }

    /// <summary>Prints the version that the node runs; exit 0 = ready.</summary>
    public required HostCommand Status { get; init; }

    /// <summary>Takes the node out of traffic before a deploy; null together with <see cref="Undrain"/>.</summary>
    public HostCommand? Drain { get; init; }

    public HostCommand? Undrain { get; init; }

    /// <summary>How many nodes are changed at once, 1 to the number of nodes.</summary>
    public int Parallel { get; init; } = 1;

    /// <summary>Absolute path of the SQLite file; <c>rollout.db</c> beside the fleet file unless told.</summary>
    public required string State { get; init; }

    public required StaggeredRolloutSpec Spec { get; init; }
}

namespace Rollout.Planning;

/// <summary>One node as it was seen.</summary>
/// <param name="Name">Unique in the fleet.</param>
/// <param name="Revision">The version it runs; null where that could not be told.</param>
/// <param name="Ready">Runs and serves.</param>
/// <param name="Trouble">Why it is not ready, or why its revision is unknown; null when all is well.</param>
public sealed record ObservedNode(string Name, string? Revision, bool Ready, string? Trouble = null)
{
    /// <summary>Null where a node is itself, as a host is.</summary>
    public NodeInstance? Instance { get; init; }

    /// <summary>What a stage's nodeSelector is matched with; null: the fleet has no such labels, and every node matches.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

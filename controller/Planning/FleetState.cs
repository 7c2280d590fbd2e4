namespace Rollout.Planning;

/// <summary>The nodes of a fleet as they were seen, in the fleet's own order.</summary>
/// <param name="Nodes">Every node that is wanted, whether it answers or not.</param>
/// <param name="DeployFailure">What the last attempt to change a node's version said when it failed; null when none failed since the last change of target.</param>
public sealed record FleetState(IReadOnlyList<ObservedNode> Nodes, DeployFailure? DeployFailure = null)
{
    /// <summary>How many nodes are wanted while nothing is on trial, where canaries come on top of them; null: as many as there are.</summary>
    public int? WantedNodes { get; init; }

    /// <summary>Where the platform puts canaries, in its own order (decision 9); null: on the nodes that are named to it.</summary>
    public CanaryPlaces? Places { get; init; }

    /// <summary>Why the platform has no room for a canary: nobody's fault. Null where there is none to be had, or it has room.</summary>
    public string? NoCapacity { get; init; }

    /// <summary>What the platform is in the middle of by itself, so that nothing may be begun; null: nothing.</summary>
    public string? Busy { get; init; }

    /// <summary>How it is that the platform rolls a revision out which nobody here ordered; null: it does not.</summary>
    public string? Unheld { get; init; }

    /// <summary>The platform gives the wanted revision to new and lost nodes by itself: such nodes count as canaries first.</summary>
    public bool SpreadsByItself { get; init; }
}

namespace Rollout.Planning;

/// <summary>The nodes of a fleet as they were seen, in the fleet's own order.</summary>
/// <param name="Nodes">Every node that is wanted, whether it answers or not.</param>
/// <param name="DeployFailure">What the last attempt to change a node's version said when it failed; null when none failed since the last change of target.</param>
public sealed record FleetState(IReadOnlyList<ObservedNode> Nodes, DeployFailure? DeployFailure = null);

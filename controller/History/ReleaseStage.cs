namespace Rollout.History;

/// <summary>A stage that a release was in.</summary>
/// <param name="Index">From 0.</param>
/// <param name="Nodes">That it put on the canary.</param>
/// <param name="FleetNodes">Of the whole fleet, then.</param>
/// <param name="OpenedAt">When the first of them was ordered.</param>
/// <param name="ReadyAt">When all of them ran; null: they never did.</param>
/// <param name="LeftAt">When it was left, for the next stage, for all nodes or for the way back; null: it is open.</param>
public sealed record ReleaseStage(
    int Index, int Nodes, int FleetNodes, DateTimeOffset OpenedAt, DateTimeOffset? ReadyAt, DateTimeOffset? LeftAt);

namespace Rollout.Planning;

/// <summary>A stage that a release was in, for the history.</summary>
/// <param name="Index">From 0.</param>
/// <param name="Nodes">That it put on the canary.</param>
/// <param name="FleetNodes">Of the whole fleet, then.</param>
/// <param name="OpenedAt">When.</param>
/// <param name="ReadyAt">When all its canaries ran; null: they have not.</param>
/// <param name="LeftAt">When it was left in whatever direction; null: it is open.</param>
public sealed record StageNote(int Index, int Nodes, int FleetNodes, DateTimeOffset OpenedAt, DateTimeOffset? ReadyAt, DateTimeOffset? LeftAt);

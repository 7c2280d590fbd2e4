namespace Rollout.Benchmarks.Worlds;

/// <summary>How the nodes of a world differ from each other.</summary>
internal enum NodeEffect
{
    None,

    /// <summary>Drawn anew every six hours, and when the rollout begins.</summary>
    Drift,

    /// <summary>An Ornstein-Uhlenbeck process of its own for each node, with a time constant of an hour.</summary>
    Wandering,

    /// <summary>Each node's own for ever.</summary>
    Level,
}

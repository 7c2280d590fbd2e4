namespace Rollout.Recording;

/// <summary>A node that is ready on the revision it runs, and what tells after a restart of the controller whether it stayed so.</summary>
/// <param name="Revision">What it runs.</param>
/// <param name="Since">When it was first seen so; its warm-up counts from here.</param>
/// <param name="Seen">When it was last seen so and its counters were read. Ticks, and is written along with whatever else is.</param>
/// <param name="Began">Its <c>process_start_time_seconds</c>; null where it shows none.</param>
/// <param name="Counted">Events that it had counted by <paramref name="Seen"/>; fewer later on are those of another process.</param>
public sealed record SteadyNode(string Revision, DateTimeOffset Since, DateTimeOffset Seen, double? Began = null, double Counted = 0);

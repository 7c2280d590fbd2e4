namespace Rollout.Probes.Targets;

/// <summary>A node that can be probed directly.</summary>
/// <param name="Name">As the platform calls it.</param>
/// <param name="Host">Name or address.</param>
/// <param name="Port">Null: the probe's target says it.</param>
public sealed record ProbedNode(string Name, string Host, int? Port);

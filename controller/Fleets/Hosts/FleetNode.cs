namespace Rollout.Fleets.Hosts;

/// <summary>One host of a fleet file.</summary>
/// <param name="Name">Unique in the file; a DNS name in lower case.</param>
/// <param name="Address">Unique in the file.</param>
/// <param name="Labels">The user's own.</param>
public sealed record FleetNode(string Name, NodeAddress Address, IReadOnlyDictionary<string, string> Labels);

namespace Rollout.Planning;

/// <summary>What stands in a node's place just now, where the platform replaces it from time to time.</summary>
/// <param name="Name">Its own name: the pod's, as metrics know it.</param>
/// <param name="Id">Another one: another instance, with counters of its own.</param>
/// <param name="Machine">Where it runs; null: nowhere yet.</param>
/// <param name="Address">Where it can be reached; null: not yet.</param>
/// <param name="Since">When it was made.</param>
/// <param name="Restarts">How often a part of it was started anew.</param>
public sealed record NodeInstance(string Name, string Id, string? Machine, string? Address, DateTimeOffset? Since, int Restarts);

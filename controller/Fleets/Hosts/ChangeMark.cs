namespace Rollout.Fleets.Hosts;

/// <summary>That a node's change was begun and not yet seen to its end.</summary>
/// <param name="Revision">The version it is to get.</param>
/// <param name="Drained">Taken out of traffic by us, and not given back.</param>
/// <param name="Command">The command that runs or ran last; null where none was started or it cannot be told.</param>
public sealed record ChangeMark(string Revision, bool Drained, ProcessIdentity? Command = null);

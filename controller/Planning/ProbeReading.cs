namespace Rollout.Planning;

/// <summary>What one probe says on one node.</summary>
/// <param name="Name">As in the spec.</param>
/// <param name="Node">Null: production as a whole, as a customer reaches it. It counts as stable; a probe that asks no node by itself says the
/// same of the canaries.</param>
/// <param name="State">After its last run.</param>
/// <param name="LastRun">Null: never. On a canary only runs since the stage's canaries were ready count.</param>
/// <param name="Failure">What it expected and got, as a sentence; null while it passes.</param>
public sealed record ProbeReading(string Name, string? Node, ProbeState State, DateTimeOffset? LastRun, string? Failure = null);

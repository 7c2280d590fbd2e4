namespace Rollout.FakeKubernetes.Schema;

/// <summary>What an API server estimates that a rule costs at most, times as often as its place may be there.</summary>
public sealed record RuleCost(string Path, string Rule, ulong Cost);

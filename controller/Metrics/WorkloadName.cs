namespace Rollout.Metrics;

/// <summary>What the templates of a selector stand for: <c>{{ namespace }}</c> and <c>{{ workload }}</c>.</summary>
public sealed record WorkloadName(string Namespace, string Workload);

namespace Rollout.Judge;

/// <summary>One metric of a rollout whose threshold is simulated.</summary>
/// <param name="Name">The metric's name.</param>
/// <param name="Plan">With its part of alpha and the planned length.</param>
/// <param name="Baseline">Of this rollout.</param>
public sealed record HorizonMetric(string Name, JudgePlan Plan, Baseline Baseline);

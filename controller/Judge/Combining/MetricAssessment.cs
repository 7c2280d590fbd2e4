namespace Rollout.Judge;

/// <summary>One metric's assessment with its place in the rollout.</summary>
/// <param name="Name">The metric's name.</param>
/// <param name="Role">What it may decide.</param>
/// <param name="Weight">Its part of alpha (<see cref="HarmWeights"/>); all weights together at most 1.</param>
/// <param name="Assessment">What its evidence says.</param>
public sealed record MetricAssessment(string Name, JudgedRole Role, double Weight, Assessment Assessment);

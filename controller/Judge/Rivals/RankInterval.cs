namespace Rollout.Judge;

/// <summary>Hodges-Lehmann estimate of a shift with its confidence interval.</summary>
public readonly record struct RankInterval(double Estimate, double Low, double High);

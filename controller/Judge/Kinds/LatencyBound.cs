namespace Rollout.Judge;

/// <summary>One bound of a latency metric, as the fleet's past gives it.</summary>
/// <param name="Quantile">0.5, 0.95 or 0.99: the part of the past requests that the bound was to hold.</param>
/// <param name="UpperBound">Of the histogram's bins, in its unit.</param>
/// <param name="FirstSlowBin">Requests in this bin and above are slower than the bound.</param>
/// <param name="Ratio">Slow requests among all.</param>
public sealed record LatencyBound(double Quantile, double UpperBound, int FirstSlowBin, Baseline Ratio);

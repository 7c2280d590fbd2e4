namespace Rollout.Judge;

/// <summary>What is expected of every node over a span of the history, from the rest of it.</summary>
/// <param name="Shares">Relative share of each node.</param>
/// <param name="Lifts">Rank lift of each node (<see cref="NodeExpectation.RankLift"/>); null where the part has none.</param>
internal sealed record PlaceboExpectation(double[] Shares, double[]? Lifts);

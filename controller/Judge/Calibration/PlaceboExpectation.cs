namespace Rollout.Judge;

/// <summary>What is expected of every node over a span of the history, from the rest of it.</summary>
/// <param name="Shares">Relative share of each node.</param>
/// <param name="Lifts">Rank lift of each node (<see cref="NodeExpectation.RankLift"/>); null where the part has none.</param>
/// <param name="Hours">By how much these shares change with the hour; null: not at all, or the series' exposures know it already.</param>
internal sealed record PlaceboExpectation(double[] Shares, double[]? Lifts, HourFactors? Hours = null)
{
    /// <summary>Weight of a node in a bucket; only ratios between nodes matter.</summary>
    public double Weight(PartSeries series, int node, int bucket) => Shares[node] * series.Exposure(node, bucket)
        * (Hours is null ? 1 : Hours[node, HourFactors.SlotOf(series.HourOfWeek(bucket), Hours.Slots)]);
}

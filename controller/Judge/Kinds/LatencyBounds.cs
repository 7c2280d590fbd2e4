namespace Rollout.Judge;

/// <summary>Takes the bounds of a latency metric from the fleet's past.</summary>
internal static class LatencyBounds
{
    public const double ShownQuantile = 0.95;

    /// <summary>Fewer requests than this say too little of a p99.</summary>
    public const double FewestRequests = 1000;

    private static readonly double[] Quantiles = [0.5, ShownQuantile, 0.99];

    /// <summary>
    /// For each quantile the first bin whose bound holds that part of the past requests; a bound that two quantiles share is taken once, and
    /// one that nothing lies above is none. Empty where the past tells too little.
    /// </summary>
    public static IReadOnlyList<(double Quantile, double UpperBound, int FirstSlowBin)> Of(FleetHistory history)
    {
        if (history.ValueBins is not { } bins)
        {
            return [];
        }

        var counts = new double[bins.UpperBounds.Count];
        foreach (var measure in history.Buckets.SelectMany(b => b.Nodes.Values).Where(m => m.ValueCounts?.Count == counts.Length))
        {
            for (var b = 0; b < counts.Length; b++)
            {
                counts[b] += double.IsFinite(measure.ValueCounts![b]) ? measure.ValueCounts[b] : 0;
            }
        }

        var total = counts.Sum();
        return total < FewestRequests
            ? []
            : [.. Quantiles.Select(q => (q, Bin: BinOf(counts, q * total)))
                .Where(b => b.Bin < counts.Length - 1 && counts.Skip(b.Bin + 1).Sum() > 0)
                .DistinctBy(b => b.Bin)
                .Select(b => (b.q, bins.UpperBounds[b.Bin], b.Bin + 1))];
    }

    private static int BinOf(double[] counts, double wanted)
    {
        var below = 0.0;
        for (var b = 0; b < counts.Length; b++)
        {
            below += counts[b];
            if (below >= wanted - 1e-9)
            {
                return b;
            }
        }

        return counts.Length - 1;
    }
}

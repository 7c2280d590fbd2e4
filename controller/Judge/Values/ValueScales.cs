namespace Rollout.Judge;

/// <summary>Builds the value scale from the fleet's past orders.</summary>
internal static class ValueScales
{
    private const double CapQuantile = 0.95;

    /// <summary>Fewer orders than this say too little of a distribution.</summary>
    private const double FewestOrders = 50;

    /// <summary>Null where the history tells too few values.</summary>
    public static ValueScale? From(ValueBins bins, IReadOnlyList<FleetBucket> buckets, IReadOnlyCollection<string> nodes)
    {
        var counts = new double[bins.UpperBounds.Count];
        var bucketCounts = new double[counts.Length];
        foreach (var bucket in buckets)
        {
            EventWeights.Fleet(bucket, nodes, bucketCounts);
            for (var b = 0; b < counts.Length; b++)
            {
                counts[b] += bucketCounts[b];
            }
        }

        var total = counts.Sum();
        var values = Values(bins);
        var worth = counts.Where((c, b) => c > 0 && values[b] > 0).Any();
        return total >= FewestOrders && worth ? From([.. counts.Select(c => c / total)], values) : null;
    }

    private static ValueScale From(double[] frequencies, double[] values)
    {
        var cap = Quantile(frequencies, values, CapQuantile);
        var capped = values.Select(v => Math.Min(v, cap)).ToArray();
        double mean = 0, square = 0;
        for (var b = 0; b < capped.Length; b++)
        {
            // Relative to the cap, so that neither 1e12 nor 1e-9 over- or underflows when squared.
            var w = capped[b] / cap;
            mean += frequencies[b] * w;
            square += frequencies[b] * w * w;
        }

        return new ValueScale { Frequencies = frequencies, Tilts = [.. capped.Select(w => w / cap * mean / square)] };
    }

    private static double Quantile(double[] frequencies, double[] values, double level)
    {
        var below = 0.0;
        for (var b = 0; b < frequencies.Length; b++)
        {
            below += frequencies[b];
            if (below >= level - 1e-12 && values[b] > 0)
            {
                return values[b];
            }
        }

        return values.Max();
    }

    /// <summary>What an event of each bin is worth: its mean where known, else the bin's middle; the last, open bin its lower bound.</summary>
    private static double[] Values(ValueBins bins)
    {
        var values = new double[bins.UpperBounds.Count];
        for (var b = 0; b < values.Length; b++)
        {
            var low = b == 0 ? 0 : bins.UpperBounds[b - 1];
            var high = bins.UpperBounds[b];
            var middle = double.IsFinite(high) ? (low + high) / 2 : low;
            var mean = bins.Means is { } means && b < means.Count && double.IsFinite(means[b]) ? means[b] : middle;
            values[b] = Math.Max(0, mean);
        }

        return values;
    }
}

using Rollout.Judge;

namespace Rollout.Metrics.Recorded;

/// <summary>
/// Bins for order values: cut at quantiles of the history, so that each holds as many orders as the next, up to the 95th percentile,
/// and one for all beyond (the cap of judge/README.md 2.4: p95). Any bins are valid; these lose little of what single values tell.
/// </summary>
public static class ValueBinning
{
    /// <summary>Below the cap.</summary>
    private const int Most = 40;
    private const double Cap = 0.95;
    private const int OrdersPerBin = 5;

    /// <summary>Null where there are too few orders to say anything of their values.</summary>
    /// <param name="values">In any order; left as they are.</param>
    public static ValueBins? FromHistory(ReadOnlySpan<double> values)
    {
        var bins = Math.Min(Most, values.Length / OrdersPerBin);
        if (bins < 2)
        {
            return null;
        }

        var sorted = values.ToArray();
        Array.Sort(sorted);
        var bounds = new List<double>(bins + 1);
        for (var bin = 1; bin <= bins; bin++)
        {
            var bound = sorted[(int)(Cap * bin / bins * (sorted.Length - 1))];
            if (bounds.Count == 0 || bound > bounds[^1])
            {
                bounds.Add(bound);
            }
        }

        bounds.Add(double.PositiveInfinity);
        return new ValueBins { UpperBounds = bounds, Means = Means(sorted, bounds) };
    }

    /// <summary>Which bin a value falls into.</summary>
    public static int BinOf(ReadOnlySpan<double> upperBounds, double value)
    {
        var at = upperBounds.BinarySearch(value);
        return at < 0 ? ~at : at;
    }

    private static double[] Means(double[] sorted, List<double> bounds)
    {
        var means = new double[bounds.Count];
        var at = 0;
        for (var bin = 0; bin < means.Length; bin++)
        {
            var sum = default(ExactSum);
            var from = at;
            for (; at < sorted.Length && sorted[at] <= bounds[bin]; at++)
            {
                sum.Add(sorted[at]);
            }

            // Only the bin beyond the cap can be empty: every other bound is a value that occurred.
            means[bin] = at > from ? sum.Value / (at - from) : bounds[bin - 1];
        }

        return means;
    }
}

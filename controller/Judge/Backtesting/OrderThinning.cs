namespace Rollout.Judge;

/// <summary>
/// Takes orders away from a node as a defect would that loses each with the same chance, whatever it is worth. What is lost at one loss is
/// lost at every greater one: the draws belong to the orders.
/// </summary>
public static class OrderThinning
{
    /// <summary>Counts beyond this are thinned by the normal approximation to the binomial.</summary>
    private const double OneByOne = 5_000;

    /// <param name="bucket">As it was.</param>
    /// <param name="node">Whose orders are lost.</param>
    /// <param name="loss">The chance of each to be lost, in [0, 1).</param>
    /// <param name="bins">Where values are known: what is lost of the money follows from the bins' means. Else in proportion to the count.</param>
    /// <param name="draw">The run's.</param>
    public static FleetBucket Thin(FleetBucket bucket, string node, double loss, ValueBins? bins, SeededDraw draw)
    {
        if (loss <= 0 || !bucket.Nodes.TryGetValue(node, out var measure) || !(measure.Count > 0))
        {
            return bucket;
        }

        var thinned = Thin(measure, loss, bins, draw.For(bucket.Start.UtcTicks));
        return bucket with { Nodes = new Dictionary<string, Measure>(bucket.Nodes, StringComparer.Ordinal) { [node] = thinned } };
    }

    private static Measure Thin(Measure measure, double loss, ValueBins? bins, SeededDraw draw)
    {
        if (measure.ValueCounts is not { } counts)
        {
            var left = Kept(measure.Count, loss, draw);
            return measure with { Count = left, Sum = measure.Sum * (left / measure.Count) };
        }

        var kept = new double[counts.Count];
        double worth = 0, worthKept = 0;
        for (var b = 0; b < kept.Length; b++)
        {
            kept[b] = Kept(counts[b], loss, draw.For(b));
            var mean = bins?.Means is { } means && b < means.Count && double.IsFinite(means[b]) ? means[b] : 1;
            worth += counts[b] * mean;
            worthKept += kept[b] * mean;
        }

        return measure with { Count = kept.Sum(), Sum = worth > 0 ? measure.Sum * (worthKept / worth) : 0, ValueCounts = kept };
    }

    /// <summary>Binomial; a fraction of an event is kept in proportion.</summary>
    private static double Kept(double count, double loss, SeededDraw draw)
    {
        var whole = Math.Floor(count);
        var fraction = (count - whole) * (1 - loss);
        if (whole > OneByOne)
        {
            var u = Math.Clamp(draw.Uniform(), 1e-12, 1 - 1e-12);
            var z = u < 0.5 ? -NormalQuantile.Of(u) : NormalQuantile.Of(1 - u);
            return fraction + Math.Clamp(Math.Round((whole * (1 - loss)) + (z * Math.Sqrt(whole * loss * (1 - loss)))), 0, whole);
        }

        var kept = 0;
        for (var order = 0; order < whole; order++)
        {
            kept += draw.For(order).Uniform() >= loss ? 1 : 0;
        }

        return kept + fraction;
    }
}

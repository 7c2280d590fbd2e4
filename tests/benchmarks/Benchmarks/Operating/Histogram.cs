namespace Rollout.Benchmarks.Operating;

/// <summary>A cumulative histogram as Prometheus has it: upper bounds, and how many were up to each.</summary>
internal sealed record Histogram(IReadOnlyList<(double Upper, double Count)> Buckets)
{
    public double Count => Buckets.Count == 0 ? 0 : Buckets[^1].Count;

    /// <summary>What came since an earlier look at the same one.</summary>
    public Histogram Since(Histogram before) => before.Buckets.Count != Buckets.Count ? this
        : new Histogram([.. Buckets.Zip(before.Buckets, (now, then) => (now.Upper, now.Count - then.Count))]);

    /// <summary>Between the bounds of its bucket in proportion, as histogram_quantile has it; NaN where nothing was counted.</summary>
    public double Quantile(double quantile)
    {
        if (Count == 0)
        {
            return double.NaN;
        }

        var wanted = quantile * Count;
        var at = Enumerable.Range(0, Buckets.Count).First(i => Buckets[i].Count >= wanted);
        var (from, below) = at == 0 ? (0, 0) : Buckets[at - 1];
        return double.IsInfinity(Buckets[at].Upper) ? from : from + ((Buckets[at].Upper - from) * (wanted - below) / (Buckets[at].Count - below));
    }
}

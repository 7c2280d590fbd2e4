namespace Rollout.Judge;

/// <summary>
/// The shift between two samples by the rank test of Mann and Whitney (Ann. Math. Stat. 18, 1947), as Kayenta and R's wilcox.test
/// find it without exact tables: the estimate is the shift at which the standardised rank sum is zero, the interval's ends are those at which it
/// is plus and minus z (Hodges and Lehmann, Ann. Math. Stat. 34, 1963). Ties by mid-ranks, continuity corrected.
/// </summary>
public static class RankShift
{
    private const int Halvings = 60;

    /// <summary>Null where everything is tied: no interval can be told.</summary>
    /// <param name="sample">Sorted, at least one.</param>
    /// <param name="reference">Sorted, at least one.</param>
    /// <param name="z">Normal quantile of the interval: 2.326 for 98 %.</param>
    /// <param name="precision">How closely the shifts are searched for.</param>
    public static RankInterval? Between(ReadOnlySpan<double> sample, ReadOnlySpan<double> reference, double z, double precision)
    {
        double low = sample[0] - reference[^1], high = sample[^1] - reference[0];
        if (!(low < high))
        {
            return null;
        }

        return new RankInterval(
            Root(sample, reference, 0, low, high, precision),
            Root(sample, reference, z, low, high, precision),
            Root(sample, reference, -z, low, high, precision));
    }

    /// <summary>The standardised rank sum of the sample, shifted back by <paramref name="shift"/>, among both; falls as the shift grows.</summary>
    public static double Standardised(ReadOnlySpan<double> sample, ReadOnlySpan<double> reference, double shift)
    {
        double rankSum = 0, ties = 0, passed = 0;
        int i = 0, j = 0;
        while (i < sample.Length || j < reference.Length)
        {
            var at = i == sample.Length ? reference[j]
                : j == reference.Length ? sample[i] - shift
                : Math.Min(sample[i] - shift, reference[j]);
            int mine = 0, theirs = 0;
            for (; i < sample.Length && sample[i] - shift == at; i++)
            {
                mine++;
            }

            for (; j < reference.Length && reference[j] == at; j++)
            {
                theirs++;
            }

            double tied = mine + theirs;
            rankSum += mine * (passed + ((tied + 1) / 2));
            ties += (tied * tied * tied) - tied;
            passed += tied;
        }

        double m = sample.Length, n = reference.Length;
        var surplus = rankSum - (m * (m + 1) / 2) - (m * n / 2);
        var variance = m * n / 12 * (m + n + 1 - (ties / ((m + n) * (m + n - 1))));
        return variance > 0 ? (surplus - (0.5 * Math.Sign(surplus))) / Math.Sqrt(variance) : 0;
    }

    private static double Root(ReadOnlySpan<double> sample, ReadOnlySpan<double> reference, double quantile, double low, double high, double precision)
    {
        if (Standardised(sample, reference, low) <= quantile)
        {
            return low;
        }

        if (Standardised(sample, reference, high) >= quantile)
        {
            return high;
        }

        for (var i = 0; i < Halvings && high - low > precision; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Standardised(sample, reference, middle) > quantile ? (middle, high) : (low, middle);
        }

        return Difference(sample, reference, low, high) ?? (low + high) / 2;
    }

    /// <summary>
    /// The statistic jumps where a value of the one sample, shifted, meets one of the other: that difference itself, and not a place beside
    /// it, is the root. With counts it is often 0 exactly, where a rule that looks at signs must not see a search's last step.
    /// </summary>
    private static double? Difference(ReadOnlySpan<double> sample, ReadOnlySpan<double> reference, double low, double high)
    {
        var j = 0;
        foreach (var value in sample)
        {
            while (j < reference.Length && value - reference[j] > high)
            {
                j++;
            }

            if (j < reference.Length && value - reference[j] >= low)
            {
                return value - reference[j];
            }
        }

        return null;
    }
}

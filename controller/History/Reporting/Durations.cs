namespace Rollout.History.Reporting;

/// <summary>A set of durations in short. Unknown ones are counted, never taken for zero.</summary>
/// <param name="Known">How many are known.</param>
/// <param name="Unknown">How many would belong here and are not known.</param>
/// <param name="Median">Null while none is known.</param>
/// <param name="P90">Nine of ten took no longer; null while none is known.</param>
public sealed record Durations(int Known, int Unknown, TimeSpan? Median, TimeSpan? P90)
{
    /// <param name="all">Null, or less than nothing: unknown.</param>
    public static Durations Of(IEnumerable<TimeSpan?> all)
    {
        var given = all.ToList();
        var known = given.OfType<TimeSpan>().Where(t => t >= TimeSpan.Zero).Order().ToList();
        return new Durations(known.Count, given.Count - known.Count, Quantile(known, 0.5), Quantile(known, 0.9));
    }

    /// <summary>Linear between the two nearest (definition 7 of Hyndman and Fan, Sample Quantiles in Statistical Packages, 1996).</summary>
    internal static TimeSpan? Quantile(IReadOnlyList<TimeSpan> sorted, double part)
    {
        if (sorted.Count == 0)
        {
            return null;
        }

        var place = (sorted.Count - 1) * part;
        var below = (int)Math.Floor(place);
        var above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + ((sorted[above] - sorted[below]) * (place - below));
    }
}

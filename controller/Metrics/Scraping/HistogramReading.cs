using System.Globalization;
using Rollout.Metrics.Exposition;

namespace Rollout.Metrics.Scraping;

/// <summary>Puts the bucket samples of a node together to histograms, and refuses what is none.</summary>
internal static class HistogramReading
{
    private const string Bound = "le";

    /// <summary>Series without le to its buckets; null with the reason where they contradict themselves.</summary>
    public static IReadOnlyDictionary<string, HistogramCounts>? Of(IReadOnlyList<ExposedSample> buckets, out string? wrong)
    {
        wrong = null;
        var histograms = new Dictionary<string, HistogramCounts>(StringComparer.Ordinal);
        foreach (var series in buckets.GroupBy(b => SeriesText.Write(b.Name, [.. b.Labels.Where(l => l.Name != Bound)]), StringComparer.Ordinal))
        {
            var points = new SortedDictionary<double, double>();
            foreach (var bucket in series)
            {
                var text = bucket.Label(Bound);
                if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var bound) && !IsInfinity(text, out bound))
                {
                    wrong = $"{bucket.Name} has no label le with a number{Where(bucket)}";
                    return null;
                }

                if (!points.TryAdd(bound, bucket.Value))
                {
                    wrong = FormattableString.Invariant($"{bucket.Name} has the bound {bound} twice{Where(bucket)}");
                    return null;
                }
            }

            wrong = Contradiction(series.First().Name, points);
            if (wrong is not null)
            {
                return null;
            }

            histograms[series.Key] = new HistogramCounts([.. points.Keys], [.. points.Values]);
        }

        return histograms;
    }

    /// <summary>Nothing where it was not read off a page.</summary>
    private static string Where(ExposedSample bucket) => bucket.Line == 0 ? string.Empty : FormattableString.Invariant($" (line {bucket.Line})");

    private static bool IsInfinity(string text, out double bound)
    {
        bound = double.PositiveInfinity;
        return text.TrimStart('+').ToUpperInvariant() is "INF" or "INFINITY";
    }

    private static string? Contradiction(string name, SortedDictionary<double, double> points)
    {
        if (!points.ContainsKey(double.PositiveInfinity))
        {
            return $"{name} has no bucket le=\"+Inf\"";
        }

        var before = 0d;
        foreach (var (bound, cumulative) in points)
        {
            if (cumulative < before)
            {
                return FormattableString.Invariant($"{name} is not cumulative: {cumulative} up to {bound}, but {before} below");
            }

            before = cumulative;
        }

        return null;
    }
}

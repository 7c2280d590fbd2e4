using Rollout.Metrics.Scraping;

namespace Rollout.Metrics.Differencing;

/// <summary>Whether a node's counters went on from one reading to the next, or began anew in between.</summary>
internal static class RestartDetection
{
    /// <summary>Null where they went on; else what shows that they did not.</summary>
    public static string? Reason(NodeCounters before, NodeCounters now)
    {
        foreach (var (series, began) in before.Beginnings)
        {
            if (!now.Beginnings.TryGetValue(series, out var began2) || !began2.Equals(began))
            {
                return $"restarted: {series} changed";
            }
        }

        foreach (var (key, value) in before.Counters)
        {
            if (!now.Counters.TryGetValue(key, out var value2))
            {
                return $"restarted: {key.Series} vanished";
            }

            if (value2 < value)
            {
                return FormattableString.Invariant($"restarted: {key.Series} fell from {value} to {value2}");
            }
        }

        return Histograms(before.Histograms, now.Histograms);
    }

    private static string? Histograms(IReadOnlyDictionary<string, HistogramCounts>? before, IReadOnlyDictionary<string, HistogramCounts>? now)
    {
        if (before is null || now is null)
        {
            return null;
        }

        foreach (var (series, old) in before)
        {
            if (!now.TryGetValue(series, out var current))
            {
                return $"restarted: {series} vanished";
            }

            if (!old.UpperBounds.SequenceEqual(current.UpperBounds))
            {
                return $"restarted: {series} has other bounds than before";
            }

            for (var bin = 0; bin < old.UpperBounds.Count; bin++)
            {
                if (current.InBin(bin) < old.InBin(bin))
                {
                    return FormattableString.Invariant($"restarted: {series} fell up to {old.UpperBounds[bin]}");
                }
            }
        }

        return null;
    }
}

using Rollout.Metrics.Scraping;

namespace Rollout.Metrics.Differencing;

/// <summary>
/// One set of value bounds for the whole fleet, fixed when a histogram is first seen: evidence of different bins cannot be added up.
/// A node with more bounds is merged down to them, which is exact because buckets are cumulative; a node that lacks one is left out.
/// </summary>
internal static class FleetBounds
{
    /// <summary>
    /// The bounds that most nodes share; of equally many the finer, then the first node's. Null while no node shows a histogram.
    /// </summary>
    public static IReadOnlyList<double>? Choose(IEnumerable<NodeCounters> nodes) =>
        nodes.Select(Common)
            .Where(bounds => bounds is not null)
            .GroupBy(bounds => string.Join(' ', bounds!.Select(BitConverter.DoubleToInt64Bits)), StringComparer.Ordinal)
            .OrderByDescending(group => group.Count())
            .ThenByDescending(group => group.First()!.Count)
            .Select(group => group.First())
            .FirstOrDefault();

    /// <summary>Why a node cannot be counted in these bounds; null where it can.</summary>
    public static string? Mismatch(NodeCounters node, IReadOnlyList<double>? bounds)
    {
        foreach (var (series, histogram) in node.Histograms ?? new Dictionary<string, HistogramCounts>())
        {
            foreach (var bound in bounds ?? [])
            {
                if (!histogram.UpperBounds.Contains(bound))
                {
                    return FormattableString.Invariant($"{series} has no bound {bound} as the rest of the fleet has");
                }
            }
        }

        return null;
    }

    /// <summary>The bounds that all of a node's series share; null: it shows none.</summary>
    private static List<double>? Common(NodeCounters node)
    {
        List<double>? common = null;
        foreach (var histogram in node.Histograms?.Values ?? [])
        {
            common = common is null ? [.. histogram.UpperBounds] : [.. common.Where(histogram.UpperBounds.Contains)];
        }

        return common;
    }
}

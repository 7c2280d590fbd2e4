using Rollout.Judge;
using Rollout.Metrics.Scraping;

namespace Rollout.Metrics.Differencing;

/// <summary>What a node did between two readings without a restart in between. A series that is new since then began at zero.</summary>
internal static class NodeDelta
{
    public static Measure Between(NodeCounters from, NodeCounters to, IReadOnlyList<double>? bounds, bool hasTraffic)
    {
        double count = 0, sum = 0, traffic = 0;
        foreach (var (key, value) in to.Counters)
        {
            var delta = value - from.Counters.GetValueOrDefault(key);
            _ = key.Role switch
            {
                CounterRole.Count => count += delta,
                CounterRole.Sum => sum += delta,
                CounterRole.Traffic => traffic += delta,
            };
        }

        return new Measure
        {
            Count = count,
            Sum = sum + MeanLevel(from, to),
            Traffic = hasTraffic ? traffic : null,
            ValueCounts = bounds is null ? null : Values(from, to, bounds),
        };
    }

    /// <summary>A level has no difference: the mean of both ends, its series summed.</summary>
    private static double MeanLevel(NodeCounters from, NodeCounters to) =>
        to.Levels is null ? 0 : ((from.Levels?.Values.Sum() ?? 0) + to.Levels.Values.Sum()) / 2;

    private static double[] Values(NodeCounters from, NodeCounters to, IReadOnlyList<double> bounds)
    {
        var bins = new double[bounds.Count];
        foreach (var (series, now) in to.Histograms ?? new Dictionary<string, HistogramCounts>())
        {
            HistogramCounts? before = null;
            from.Histograms?.TryGetValue(series, out before);
            var bin = 0;
            for (var i = 0; i < now.UpperBounds.Count; i++)
            {
                while (now.UpperBounds[i] > bounds[bin])
                {
                    bin++;
                }

                bins[bin] += now.InBin(i) - (before?.InBin(i) ?? 0);
            }
        }

        return bins;
    }
}

namespace Rollout.Judge;

/// <summary>Sums of event weights over value bins.</summary>
internal static class EventWeights
{
    /// <summary>Whether the values of all events are told; a node without events needs none.</summary>
    public static bool Known(Measure measure, int bins) => measure.ValueCounts is { } counts ? counts.Count == bins : measure.Count == 0;

    public static double Total(Measure measure) => measure.ValueCounts?.Sum() ?? 0;

    /// <summary>Null where values are not known.</summary>
    public static double? Sum(Measure measure, IReadOnlyList<double> weights, int bins)
    {
        if (!Known(measure, bins))
        {
            return null;
        }

        var sum = 0.0;
        for (var b = 0; measure.ValueCounts is not null && b < bins; b++)
        {
            sum += measure.ValueCounts[b] * weights[b];
        }

        return sum;
    }

    /// <summary>Events of all nodes with known values, bin by bin.</summary>
    public static void Fleet(FleetBucket bucket, IEnumerable<string> nodes, double[] into)
    {
        Array.Clear(into);
        foreach (var node in nodes)
        {
            if (bucket.Nodes.TryGetValue(node, out var measure) && measure.ValueCounts is { } counts && counts.Count == into.Length)
            {
                for (var b = 0; b < into.Length; b++)
                {
                    into[b] += counts[b];
                }
            }
        }
    }
}

namespace Rollout.Metrics.Scraping;

/// <summary>Picks the signs of life out of readings. Pure.</summary>
internal static class LifeReading
{
    /// <summary>Of the nodes that could be read.</summary>
    public static IReadOnlyDictionary<string, NodeLife> Of(IReadOnlyDictionary<string, NodeReading> readings)
    {
        var lives = new Dictionary<string, NodeLife>(StringComparer.Ordinal);
        foreach (var (node, reading) in readings)
        {
            if (reading is NodeReading.Read { Counters: var counters })
            {
                var starts = counters.Beginnings.Where(b => IsStart(b.Key)).Select(b => (double?)b.Value);
                lives[node] = new NodeLife(starts.Max(), counters.Counters.Where(c => c.Key.Role == CounterRole.Count).Sum(c => c.Value));
            }
        }

        return lives;
    }

    /// <summary>Of the process, with or without labels; not when a series was created.</summary>
    private static bool IsStart(string series) =>
        series == CompiledMetric.ProcessStart || series.StartsWith(CompiledMetric.ProcessStart + "{", StringComparison.Ordinal);
}

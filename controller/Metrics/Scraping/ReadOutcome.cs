using Rollout.Metrics.Differencing;

namespace Rollout.Metrics.Scraping;

/// <summary>Says which of the four things a read was. Pure.</summary>
internal static class ReadOutcome
{
    private const int Named = 3;

    public static MetricRead Of(ScrapeStep step, IReadOnlyDictionary<string, NodeReading> readings, CompiledMetric metric)
    {
        if (readings.Count == 0)
        {
            return new MetricRead.Empty("there is no node to be read", step.LeftOut);
        }

        var missed = readings.Where(r => r.Value is NodeReading.Missed).OrderBy(r => r.Key, StringComparer.Ordinal)
            .Select(r => (Node: r.Key, Missed: (NodeReading.Missed)r.Value)).ToList();
        if (missed.Count == readings.Count)
        {
            var reasons = string.Join("; ", missed.Take(Named).Select(m => $"{m.Node}: {m.Missed.Reason}"));
            var reason = missed.Count > Named ? FormattableString.Invariant($"{reasons}; and {missed.Count - Named} more") : reasons;
            return missed.TrueForAll(m => m.Missed.Reached) ? new MetricRead.Rejected(reason) : new MetricRead.Unreachable(reason);
        }

        // Nobody ever showed the counter: most likely the name is wrong, and nothing is lost by saying so, for no event happened.
        return step.Buckets.Count == 0 ? new MetricRead.Empty(step.Waiting ?? "nothing new", step.LeftOut)
            : !step.State.Told ? new MetricRead.Empty($"no node has shown the series {metric.TellingSelector} so far", step.LeftOut)
            : new MetricRead.Data(step.Buckets, step.LeftOut);
    }
}

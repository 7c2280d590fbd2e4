using Rollout.Metrics.Scraping;

namespace Rollout.Metrics.Prometheus;

/// <summary>The targets of one node, and whether what they show is the whole of it. Pure.</summary>
internal sealed class NodeTargets
{
    private readonly Dictionary<TargetKey, TargetClock> clocks = [];
    private readonly HashSet<TargetKey> showing;
    private readonly TimeSpan interval;

    /// <param name="up">The node's <c>up</c>.</param>
    /// <param name="own">All series of the node that belong to the metric.</param>
    /// <param name="window">What they are of.</param>
    public NodeTargets(IEnumerable<StoredSeries> up, IReadOnlyList<StoredSeries> own, MetricWindow window)
    {
        interval = window.Interval;
        foreach (var target in up.Where(s => s.Points.Count > 0).GroupBy(TargetKey.Of))
        {
            clocks[target.Key] = TargetClock.Of(target.MaxBy(s => s.Points[^1].Milliseconds)!.Points, window);
        }

        // What is pushed, federated or written remotely may come without an up.
        foreach (var target in own.Where(s => s.Points.Count > 0 && !clocks.ContainsKey(TargetKey.Of(s))).GroupBy(TargetKey.Of).ToList())
        {
            var times = target.SelectMany(s => s.Points.Select(p => p.Milliseconds)).Distinct().Order().Select(t => new TimedValue(t, 1));
            clocks[target.Key] = TargetClock.Of([.. times], window);
        }

        showing = [.. own.Where(s => s.Points.Count > 0).Select(TargetKey.Of).Where(k => !IsReplaced(k))];
    }

    /// <summary>
    /// Why the node cannot be read; null where it can. A counter that is absent is zero only where all that Prometheus knows of the node
    /// was scraped: a shop that is down beside a sidecar that is not has sold we do not know what.
    /// </summary>
    public NodeReading.Missed? Trouble(NodeMap map, string node)
    {
        if (clocks.Count == 0)
        {
            var nothing = $"Prometheus stored nothing of it in the last two buckets: it is not scraped, or its label {map.Label} is not \"{node}\"";
            return new NodeReading.Missed(nothing, Reached: true);
        }

        var relevant = showing.Count > 0 ? showing.Where(k => !IsReplaced(k)) : clocks.Keys.Where(k => !IsReplaced(k));
        return relevant.Select(k => clocks[k]).Where(c => c.State != TargetState.Scraped)
            .Select(c => new NodeReading.Missed(c.Trouble(interval)!, Reached: c.State == TargetState.Seldom)).FirstOrDefault();
    }

    /// <summary>The series' value at the boundary; null where its target no longer shows it.</summary>
    public TimedValue? Newest(StoredSeries series) =>
        series.Points is [.., var last] && !IsReplaced(TargetKey.Of(series)) && clocks[TargetKey.Of(series)].Shows(last) ? last : null;

    /// <summary>Whether the target shows series of the metric; where none does, all count.</summary>
    public bool IsOfMetric(StoredSeries series) => clocks.ContainsKey(TargetKey.Of(series)) && (showing.Count == 0 || showing.Contains(TargetKey.Of(series)));

    /// <summary>A target that nobody scrapes any more, where another of the same job is: the node has a new address.</summary>
    private bool IsReplaced(TargetKey key) =>
        clocks[key].State == TargetState.Late && clocks.Any(c => c.Key.Job == key.Job && c.Key != key && c.Value.State != TargetState.Late);
}

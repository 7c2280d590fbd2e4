using Rollout.Judge;

namespace Rollout.Metrics.Recorded;

/// <summary>Orders as a history and a stream of buckets. A node's silence is quiet; a node without an order in the history is not part of it.</summary>
public static class EventSeries
{
    /// <param name="events">Sorted into buckets of the span's length.</param>
    /// <param name="span">Where history ends and judging begins.</param>
    /// <param name="withValues">Count orders by value as well (a count metric has no use for it).</param>
    public static FleetSeries Cut(BucketedEvents events, SeriesSpan span, bool withValues)
    {
        var bins = withValues ? ValueBinning.FromHistory(events.ValuesBefore(span.HistoryEnd)) : null;
        var past = PastRoster(events, span.HistoryEnd);
        return new FleetSeries
        {
            History = new FleetHistory { BucketLength = span.Bucket, Buckets = History(events, span, past, bins), ValueBins = bins },
            Judged = Judged(events, span, bins),
            Nodes = events.Roster.Names,
        };
    }

    /// <summary>A pod that was born with the release has no past: zeros would say that it earned nothing.</summary>
    private static NodeRoster PastRoster(BucketedEvents events, long historyEnd)
    {
        var seen = new bool[events.Roster.Names.Count];
        foreach (var node in events.NodesBefore(historyEnd))
        {
            seen[node] = true;
        }

        return new NodeRoster(events.Roster.Names.Where((_, rank) => seen[rank]));
    }

    private static FleetBucket[] History(BucketedEvents events, SeriesSpan span, NodeRoster past, ValueBins? bins)
    {
        var counting = new BucketCounting(events, past, bins);
        var many = Math.Max(0, Math.Min(span.HistoryEnd, events.End) - events.First);
        var buckets = new FleetBucket[many];
        for (var i = 0; i < many; i++)
        {
            buckets[i] = counting.Count(span, events.First + i);
        }

        return buckets;
    }

    private static IEnumerable<FleetBucket> Judged(BucketedEvents events, SeriesSpan span, ValueBins? bins)
    {
        var counting = new BucketCounting(events, events.Roster, bins);
        var end = Math.Min(span.JudgedEnd, events.End);
        for (var number = span.FirstJudged; number < end; number++)
        {
            yield return counting.Count(span, number);
        }
    }
}

using Rollout.Judge;

namespace Rollout.Metrics.Recorded;

/// <summary>
/// Recorded buckets as a history and a stream. A node without a row has no reading in that bucket and is left out of it, on both
/// sides alike; a bucket without any row is not there at all.
/// </summary>
public static class BucketSeries
{
    /// <param name="table">Aligned and without duplicates (see <see cref="BucketRules"/>).</param>
    /// <param name="span">Where history ends and judging begins.</param>
    public static FleetSeries Cut(BucketTable table, SeriesSpan span)
    {
        var roster = new NodeRoster(table.Nodes);
        var ranks = roster.RanksOf(table.Nodes);
        var rows = new (long Number, int Rank, int Row)[table.Count];
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row] = (SeriesSpan.BucketNumber(table.Starts[row], span.Bucket), ranks[table.NodeOf[row]], row);
        }

        Array.Sort(rows);
        var history = Buckets(table, span, roster, rows).TakeWhile(b => b.End <= span.StartOf(span.HistoryEnd));
        return new FleetSeries
        {
            History = new FleetHistory { BucketLength = span.Bucket, Buckets = [.. history] },
            Judged = Judged(table, span, roster, rows),
            Nodes = roster.Names,
        };
    }

    private static IEnumerable<FleetBucket> Judged(BucketTable table, SeriesSpan span, NodeRoster roster, (long Number, int Rank, int Row)[] rows)
    {
        var first = Array.BinarySearch(rows, (span.FirstJudged, -1, -1));
        var last = Array.BinarySearch(rows, (span.JudgedEnd, -1, -1));
        first = first < 0 ? ~first : first;
        last = Math.Max(first, last < 0 ? ~last : last);
        return Buckets(table, span, roster, new ArraySegment<(long, int, int)>(rows, first, last - first));
    }

    private static IEnumerable<FleetBucket> Buckets(
        BucketTable table, SeriesSpan span, NodeRoster roster, IReadOnlyList<(long Number, int Rank, int Row)> rows)
    {
        for (int from = 0, to = 0; from < rows.Count; from = to)
        {
            var number = rows[from].Number;
            while (to < rows.Count && rows[to].Number == number)
            {
                to++;
            }

            var ranks = new int[to - from];
            var measures = new Measure[to - from];
            for (var at = from; at < to; at++)
            {
                ranks[at - from] = rows[at].Rank;
                measures[at - from] = MeasureOf(table, rows[at].Row);
            }

            yield return new FleetBucket(span.StartOf(number), span.Bucket, new NodeReadings(roster, ranks, measures, quiet: null));
        }
    }

    private static Measure MeasureOf(BucketTable table, int row) => new()
    {
        Count = table.Counts[row],
        Sum = table.Sums[row],
        Traffic = double.IsNaN(table.Traffic[row]) ? null : table.Traffic[row],
    };
}

using Rollout.Judge;

namespace Rollout.Metrics.Recorded;

/// <summary>Counts one bucket's orders by node and value. Its scratch is reused from bucket to bucket: one caller at a time.</summary>
internal sealed class BucketCounting
{
    private readonly BucketedEvents events;
    private readonly NodeRoster roster;
    private readonly int[] rankHere;
    private readonly double[]? bounds;
    private readonly Measure quiet;
    private readonly NodeReadings allQuiet;
    private readonly int[] counts;
    private readonly ExactSum[] sums;
    private readonly int[] byValue;

    public BucketCounting(BucketedEvents events, NodeRoster roster, ValueBins? bins)
    {
        (this.events, this.roster) = (events, roster);
        rankHere = roster.RanksOf(events.Roster.Names);
        bounds = bins?.UpperBounds.ToArray();
        var width = bounds?.Length ?? 0;
        quiet = new Measure { Count = 0, ValueCounts = bounds is null ? null : new BinCounts(new int[width]) };
        allQuiet = new NodeReadings(roster, [], [], quiet);
        counts = new int[roster.Names.Count];
        sums = new ExactSum[roster.Names.Count];
        byValue = new int[roster.Names.Count * width];
    }

    public FleetBucket Count(SeriesSpan span, long number)
    {
        var start = span.StartOf(number);
        var nodes = events.NodesOf(number);
        if (nodes.IsEmpty)
        {
            return new FleetBucket(start, span.Bucket, allQuiet);
        }

        var values = events.ValuesOf(number);
        var active = 0;
        for (var row = 0; row < nodes.Length; row++)
        {
            var rank = rankHere[nodes[row]];
            active += counts[rank]++ == 0 ? 1 : 0;
            sums[rank].Add(values[row]);
            if (bounds is not null)
            {
                byValue[(rank * bounds.Length) + ValueBinning.BinOf(bounds, values[row])]++;
            }
        }

        return new FleetBucket(start, span.Bucket, TakeReadings(active));
    }

    /// <summary>Turns the scratch into readings and clears it.</summary>
    private NodeReadings TakeReadings(int active)
    {
        var ranks = new int[active];
        var measures = new Measure[active];
        for (int rank = 0, at = 0; at < active; rank++)
        {
            if (counts[rank] == 0)
            {
                continue;
            }

            var mine = bounds is null ? [] : byValue.AsSpan(rank * bounds.Length, bounds.Length);
            ranks[at] = rank;
            measures[at++] = new Measure
            {
                Count = counts[rank],
                Sum = sums[rank].Value,
                ValueCounts = bounds is null ? null : new BinCounts(mine),
            };
            counts[rank] = 0;
            sums[rank] = default;
            mine.Clear();
        }

        return new NodeReadings(roster, ranks, measures, quiet);
    }
}

namespace Rollout.Metrics.Recorded;

/// <summary>The rows of an <see cref="EventTable"/> sorted into buckets of one length (a counting sort): 10 bytes a row.</summary>
public sealed class BucketedEvents
{
    private readonly int[] offsets;
    private readonly ushort[] nodes;
    private readonly double[] values;

    private BucketedEvents(EventTable table, TimeSpan bucket)
    {
        Bucket = bucket;
        Roster = new NodeRoster(table.Nodes);
        First = SeriesSpan.BucketNumber(table.Range.FirstTicks, bucket);
        End = SeriesSpan.BucketNumber(table.Range.LastTicks, bucket) + 1;
        offsets = new int[End - First + 1];
        nodes = new ushort[table.Count];
        values = new double[table.Count];
        Fill(table);
    }

    public TimeSpan Bucket { get; }

    /// <summary>Number of the first bucket with a row.</summary>
    public long First { get; }

    /// <summary>Number of the bucket after the last one with a row.</summary>
    public long End { get; }

    internal NodeRoster Roster { get; }

    /// <param name="table">With at least one row.</param>
    /// <param name="bucket">Length of a bucket.</param>
    public static BucketedEvents Sort(EventTable table, TimeSpan bucket) => new(table, bucket);

    /// <summary>Ranks of the nodes of one bucket's orders; nothing outside the data.</summary>
    internal ReadOnlySpan<ushort> NodesOf(long number) => Slice<ushort>(nodes, number, number + 1);

    internal ReadOnlySpan<double> ValuesOf(long number) => Slice<double>(values, number, number + 1);

    /// <summary>Ranks of the nodes of all orders before a bucket.</summary>
    internal ReadOnlySpan<ushort> NodesBefore(long number) => Slice<ushort>(nodes, First, number);

    internal ReadOnlySpan<double> ValuesBefore(long number) => Slice<double>(values, First, number);

    private ReadOnlySpan<T> Slice<T>(T[] rows, long from, long to)
    {
        from = Math.Clamp(from, First, End);
        to = Math.Clamp(to, from, End);
        return rows.AsSpan(offsets[from - First]..offsets[to - First]);
    }

    private void Fill(EventTable table)
    {
        for (var chunk = 0; chunk < table.Times.Chunks; chunk++)
        {
            foreach (var ticks in table.Times.Chunk(chunk))
            {
                offsets[SeriesSpan.BucketNumber(ticks, Bucket) - First]++;
            }
        }

        // Ends of the buckets first; filling backwards turns them into starts.
        for (var i = 1; i < offsets.Length; i++)
        {
            offsets[i] += offsets[i - 1];
        }

        var rank = Roster.RanksOf(table.Nodes);
        for (var chunk = table.Times.Chunks - 1; chunk >= 0; chunk--)
        {
            var times = table.Times.Chunk(chunk);
            var ids = table.NodeOf.Chunk(chunk);
            var amounts = table.Values.Chunk(chunk);
            for (var row = times.Length - 1; row >= 0; row--)
            {
                var to = --offsets[SeriesSpan.BucketNumber(times[row], Bucket) - First];
                nodes[to] = (ushort)rank[ids[row]];
                values[to] = amounts[row];
            }
        }
    }
}

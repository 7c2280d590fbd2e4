namespace Rollout.Metrics.Recorded;

/// <summary>Rows of <c>time,node,count,sum[,traffic]</c>.</summary>
internal sealed class BucketRows : ICsvRows
{
    private static readonly string[] RequiredColumns = ["time", "node", "count", "sum"];
    private static readonly string[] OptionalColumns = ["traffic"];
    private readonly NodeNames nodes;
    private readonly RowFields read;
    private RowRange range;

    public BucketRows(string file, RecordedLimits limits, ProblemList problems)
    {
        nodes = new NodeNames(limits.Nodes);
        read = new RowFields(file, problems, nodes, limits);
        Table = new BucketTable(nodes.Names);
    }

    public BucketTable Table { get; }

    public IReadOnlyList<string> Required => RequiredColumns;

    public IReadOnlyList<string> Optional => OptionalColumns;

    public string KindOfFile => "one row a node and bucket, such as 2026-11-21T10:00:00Z,n0,3,120.75";

    public void Take(CsvFields fields, ReadOnlySpan<byte> line, ReadOnlySpan<int> columns, long number)
    {
        var good = read.TryTime(fields.Field(line, columns[0]), number, out var ticks);
        var node = read.Node(fields.Field(line, columns[1]), number);
        good &= node >= 0;
        good &= read.TryNotNegative(fields.Field(line, columns[2]), "count", "a count is how many there were in this bucket alone, at least 0", number, out var count);
        good &= read.TryNotNegative(fields.Field(line, columns[3]), "sum", "leave refunds out of the sum: they are a metric of their own", number, out var sum);
        var traffic = double.NaN;
        if (columns[4] >= 0 && fields.Field(line, columns[4]) is { IsEmpty: false } text)
        {
            good &= read.TryNotNegative(text, "traffic", "traffic is how many sessions the node was assigned, at least 0; empty where unknown", number, out traffic);
        }

        if (!good)
        {
            return;
        }

        range.Include(ticks, number);
        Table.Starts.Add(ticks);
        Table.NodeOf.Add((ushort)node);
        Table.Counts.Add(count);
        Table.Sums.Add(sum);
        Table.Traffic.Add(traffic);
        Table.Lines.Add((int)number);
    }

    public BucketTable Finish()
    {
        Table.Range = range;
        return Table;
    }
}

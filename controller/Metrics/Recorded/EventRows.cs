namespace Rollout.Metrics.Recorded;

/// <summary>Rows of <c>time,node,value</c>. Every field of a line is looked at, so that its problems come together.</summary>
internal sealed class EventRows : ICsvRows
{
    private static readonly string[] RequiredColumns = ["time", "node", "value"];
    private readonly NodeNames nodes;
    private readonly RowFields read;
    private RowRange range;
    private long refunds;

    public EventRows(string file, RecordedLimits limits, ProblemList problems)
    {
        nodes = new NodeNames(limits.Nodes);
        read = new RowFields(file, problems, nodes, limits);
        Table = new EventTable(nodes.Names);
    }

    public EventTable Table { get; }

    public IReadOnlyList<string> Required => RequiredColumns;

    public IReadOnlyList<string> Optional => [];

    public string KindOfFile => "one row an order, such as 2026-11-21T10:00:00Z,n0,12.50";

    public void Take(CsvFields fields, ReadOnlySpan<byte> line, ReadOnlySpan<int> columns, long number)
    {
        var timed = read.TryTime(fields.Field(line, columns[0]), number, out var ticks);
        var node = read.Node(fields.Field(line, columns[1]), number);
        if (!(read.TryNumber(fields.Field(line, columns[2]), "value", number, out var value) & timed & node >= 0))
        {
            return;
        }

        range.Include(ticks, number);
        if (value < 0)
        {
            refunds++;
            return;
        }

        Table.Times.Add(ticks);
        Table.NodeOf.Add((ushort)node);
        Table.Values.Add(value);
    }

    public EventTable Finish()
    {
        Table.Range = range;
        Table.Refunds = refunds;
        return Table;
    }
}

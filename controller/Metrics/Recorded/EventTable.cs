namespace Rollout.Metrics.Recorded;

/// <summary>Recorded orders: a row an order, in the order of the file, refunds left out. About 18 bytes a row.</summary>
public sealed class EventTable
{
    internal EventTable(IReadOnlyList<string> nodes)
    {
        Nodes = nodes;
    }

    /// <summary>Every node seen, in order of first appearance; <see cref="NodeOf"/> counts into it.</summary>
    public IReadOnlyList<string> Nodes { get; }

    /// <summary>Rows with a negative value: not orders, left out.</summary>
    public long Refunds { get; internal set; }

    public RowRange Range { get; internal set; }

    public long Count => Times.Count;

    /// <summary>UTC ticks.</summary>
    internal Column<long> Times { get; } = new();

    internal Column<ushort> NodeOf { get; } = new();

    internal Column<double> Values { get; } = new();
}

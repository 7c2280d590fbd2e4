namespace Rollout.Metrics.Recorded;

/// <summary>Recorded buckets: a row a node and bucket, in the order of the file.</summary>
public sealed class BucketTable
{
    internal BucketTable(IReadOnlyList<string> nodes)
    {
        Nodes = nodes;
    }

    /// <summary>Every node seen, in order of first appearance; <see cref="NodeOf"/> counts into it.</summary>
    public IReadOnlyList<string> Nodes { get; }

    public RowRange Range { get; internal set; }

    public long Count => Starts.Count;

    /// <summary>The bucket's start in UTC ticks.</summary>
    internal Column<long> Starts { get; } = new();

    internal Column<ushort> NodeOf { get; } = new();

    internal Column<double> Counts { get; } = new();

    internal Column<double> Sums { get; } = new();

    /// <summary>NaN where the row or the file tells none.</summary>
    internal Column<double> Traffic { get; } = new();

    internal Column<int> Lines { get; } = new();
}

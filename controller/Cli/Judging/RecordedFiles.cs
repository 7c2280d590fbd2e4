using Rollout.Metrics.Recorded;

namespace Rollout.Cli.Judging;

/// <summary>Files that several cases share, read once. The least recently used go when the rows kept exceed the budget.</summary>
internal sealed class RecordedFiles(RecordedLimits limits, long rowsKept = RecordedFiles.RowsKept)
{
    /// <summary>About 280 MB of orders, sorted into buckets of one length.</summary>
    public const long RowsKept = 10_000_000;

    private readonly Lock gate = new();
    private readonly LinkedList<Entry> recent = [];
    private readonly Dictionary<(string Path, bool IsEvents), LinkedListNode<Entry>> entries = [];

    public RecordedLimits Limits => limits;

    public async Task<RecordedData> ReadAsync(string path, bool isEvents, CancellationToken cancellation)
    {
        var key = (path, isEvents);
        LinkedListNode<Entry>? node;
        lock (gate)
        {
            if (entries.TryGetValue(key, out node))
            {
                recent.Remove(node);
            }
            else
            {
                node = new LinkedListNode<Entry>(new Entry(key, new Lazy<Task<RecordedData>>(() => isEvents
                    ? RecordedData.ReadEventsAsync(path, limits, cancellation)
                    : RecordedData.ReadBucketsAsync(path, limits, cancellation))));
                entries.Add(key, node);
            }

            recent.AddFirst(node);
        }

        var data = await node.Value.Data.Value;
        lock (gate)
        {
            node.Value.Rows = data.Rows;
            Forget(node);
        }

        return data;
    }

    private void Forget(LinkedListNode<Entry> keep)
    {
        for (var rows = recent.Sum(e => e.Rows); rows > rowsKept && recent.Last is { } oldest && oldest != keep; rows -= oldest.Value.Rows)
        {
            recent.RemoveLast();
            entries.Remove(oldest.Value.Key);
        }
    }

    private sealed record Entry((string Path, bool IsEvents) Key, Lazy<Task<RecordedData>> Data)
    {
        public long Rows { get; set; }
    }
}

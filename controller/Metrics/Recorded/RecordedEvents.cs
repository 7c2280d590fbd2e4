using System.Collections.Concurrent;
using System.Globalization;

namespace Rollout.Metrics.Recorded;

/// <summary>Orders read from a file; sorted into buckets once per bucket length, however many cases ask.</summary>
public sealed class RecordedEvents(string name, ProblemList problems, EventTable table) : RecordedData(name, problems)
{
    private readonly ConcurrentDictionary<TimeSpan, Lazy<BucketedEvents>> sorted = new();

    public override IReadOnlyList<string> Nodes => table.Nodes;

    public override RowRange Range => table.Range;

    public override long Rows => table.Count;

    public override IReadOnlyList<string> Notes => table.Refunds switch
    {
        0 => [],
        1 => ["1 refund (a negative value) is left out"],
        var many => [string.Create(CultureInfo.InvariantCulture, $"{many} refunds (negative values) are left out")],
    };

    public override FleetSeries Cut(SeriesSpan span, bool withValues)
    {
        var events = sorted.GetOrAdd(span.Bucket, bucket => new Lazy<BucketedEvents>(() => BucketedEvents.Sort(table, bucket)));
        return EventSeries.Cut(events.Value, span, withValues);
    }
}
